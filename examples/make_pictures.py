"""The pictures of the README: first pages of the example's upward report, plan and summary.

python examples/make_pictures.py        needs LibreOffice, the fonts of `make test` and the extra `preview`
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from PIL import Image

from qijin_docs import build, load_project, to_pdf
from qijin_docs.office import page_images

HERE = Path(__file__).parent
PAGES = {"报告": "report", "实施方案": "plan", "活动总结": "summary"}
LARGEST = 200 * 1024


def main(folder: Path = HERE / "pictures") -> list[Path]:
    """Draw the pictures into a folder and return them."""
    folder.mkdir(parents=True, exist_ok=True)
    pictures = []
    with tempfile.TemporaryDirectory() as scratch:
        result = build(load_project(HERE / "yunling-2018"), Path(scratch, "out"), only=list(PAGES))
        for kind, name in PAGES.items():
            path = next(made.path for made in result.made if made.kind == kind)
            (pdf,) = to_pdf(result.folder / path, Path(scratch, name))
            page = Image.open(page_images(pdf, Path(scratch, name), dpi=80)[0]).convert("RGB")
            picture = folder / f"{name}.png"
            # A page has black, red and white with the greys between; sixty-four colours show it all.
            page.quantize(64).save(picture, optimize=True)
            assert picture.stat().st_size < LARGEST, picture
            pictures.append(picture)
    return pictures


if __name__ == "__main__":
    main()
