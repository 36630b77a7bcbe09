"""Excel templates, in the order of the flow.

sheet, cells, text, formulas, slots   a sheet taken apart; its tags compiled
lines, plans, names, tables, tabs, parts, merges, paths
                                      what is known once for each template
layout                                where the lines go with these values
rows, values, heights                 the sheet written, a column of values at a time
reports                               what was noticed on the way
compile                               a workbook compiled once, filled many times
"""
