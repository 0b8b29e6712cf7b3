"""What every table of legajo stands on: their metadata, and the way to the database."""

from enum import StrEnum

from sqlalchemy.orm import DeclarativeBase

from chassis.database import COLUMN_TYPES, Database, new_metadata, text_enum


class Base(DeclarativeBase):
    """The tables of the legajo database."""

    metadata = new_metadata()
    type_annotation_map = COLUMN_TYPES | {StrEnum: text_enum(32)}


db = Database(Base.metadata)
