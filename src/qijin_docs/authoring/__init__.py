"""The template author's desk: what a template may use, samples to try it with, what is wrong with it."""

from __future__ import annotations
