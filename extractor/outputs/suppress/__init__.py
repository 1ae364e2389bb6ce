"""A copy to publish: small numbers, and those that give them away, stand as [c]; zeros stay.

Works on what goes out, never on the store: a suppressed figure loses its value, and the texts around it lose
every number that prints the same.  What is kept back is kept back in all of them.
"""

from extractor.outputs.suppress.copying import HIDDEN, suppressed
from extractor.outputs.suppress.texts import masked

__all__ = ["HIDDEN", "masked", "suppressed"]
