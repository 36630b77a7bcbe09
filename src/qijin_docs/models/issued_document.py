"""发文登记 (R14): what the unit has sent out, by document number."""

from __future__ import annotations

from pydantic import Field

from qijin_docs.models.base import Model
from qijin_docs.models.fields import Count, DocumentNumber, FormalDate, Line, Names


class IssuedDocument(Model):
    """发文登记的一条."""

    number: DocumentNumber | None = Field(None, alias="文号")
    """Blank for material that goes out without one."""
    title: Line = Field(alias="标题")
    genre: Line = Field(alias="文种")
    signatory: Line | None = Field(None, alias="签发人")
    date: FormalDate = Field(alias="成文日期")
    addressees: Names = Field((), alias="主送")
    copies_to: Names = Field((), alias="抄送")
    copies: Count | None = Field(None, alias="份数")
    attachments: Count | None = Field(None, alias="附件数")
    note: Line | None = Field(None, alias="备注")
