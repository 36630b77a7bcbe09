"""``qijin preview --serve``: office, desk, watch and server put together, and taken apart again whatever happens."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from contextlib import ExitStack, suppress
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from qijin_docs.errors import OfficeError, Place, Problem
from qijin_docs.office import WarmOffice
from qijin_docs.office.pages import pdf_program
from qijin_docs.preview.watch import Watch

if TYPE_CHECKING:
    from types import ModuleType

    from qijin_docs.kinds import Kinds


def serve(
    template: str | Path,
    data: str | Path | None = None,
    *,
    kind: str | None = None,
    kinds: Kinds | None = None,
    port: int = 0,
    timeout: float = 60.0,
    soffice: str | Path | None = None,
    ready: Callable[[str], None] = print,
) -> None:
    """Show a template in the browser and follow every save, until Ctrl+C.

    Args:
        template: a .docx or .xlsx template, or any file.
        data: a data file.
        kind: English or Chinese name of the kind it is for; if not given, that whose template it is by its place.
        kinds: where names are looked up.
        port: 0 for any that is free.
        timeout: seconds LibreOffice may take for a file.
        soffice: the LibreOffice to use.
        ready: called with the address when the page can be opened.

    Raises:
        OfficeError: LibreOffice is missing (``office.missing``), or the extra ``preview`` is
            (``preview.not_installed``).
        TemplateError: there is no such file.
        DataError: there is no such kind.
        OutputError: ``preview.port_taken``.
    """
    pdf_program()
    with ExitStack() as stack:
        office = WarmOffice(soffice=soffice, timeout=timeout)
        stack.callback(office.close)
        # uvicorn raises the signal again when it has ended; the usual answer to it would leave LibreOffice behind.
        before = signal.signal(signal.SIGTERM, _interrupt)
        stack.callback(signal.signal, signal.SIGTERM, before)
        # LibreOffice takes longer to start than everything else: it begins while models and engine are loaded.
        threading.Thread(target=_warm_up, args=(office,), daemon=True).start()
        server = _server_module()
        from qijin_docs.preview.desk import Desk
        from qijin_docs.preview.subject import Subject

        subject = Subject(Path(template), Path(data) if data is not None else None, kind, kinds)
        subject.refuse()
        listener = server.listening(port)
        stack.callback(listener.close)
        bell = server.Bell()
        desk = Desk(subject, office, bell.ring)
        stack.callback(desk.close)
        watch = Watch(desk.folders, desk.touch)
        stack.callback(watch.close)
        desk.start()
        watch.start()
        token = server.new_token()
        app = server.Server(server.make_app(desk, bell, token), bell)
        ready(f"http://{server.ADDRESS}:{listener.getsockname()[1]}/{token}/")
        with suppress(KeyboardInterrupt):
            app.run(sockets=[listener])


def _warm_up(office: WarmOffice) -> None:
    # What is wrong is said by the first conversion.
    with suppress(OfficeError, OSError):
        office.start()


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _server_module() -> ModuleType:
    try:
        import watchfiles  # noqa: F401 # asked for here, used in a thread that could tell nobody

        return import_module("qijin_docs.preview.server")
    except ImportError as error:
        if (error.name or "").startswith("qijin_docs"):
            raise
        raise OfficeError(
            Problem(
                "preview.not_installed",
                f"没有安装预览网页所需的 {error.name}",
                Place(),
                'pip install "qijin-docs[preview]"',
            )
        ) from error
