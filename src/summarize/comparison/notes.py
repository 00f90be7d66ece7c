"""What each number can and cannot tell, in a sentence or two for whoever reads it."""

from __future__ import annotations

NOTES = {
    "rank": (
        "What the gate finds decides first: a system of which it rejects half is last whatever "
        "its score. Else the order is that of chrF2++; without references that of the "
        "consensus, within classes of what the gate found (rejected segments, warnings counted "
        "half). Neighbours in rank may be equally good."
    ),
    "group": (
        "Systems that share a letter do not differ significantly by chrF2++ (p < 0.05 in both "
        "tests). The p-values are not corrected for the number of pairs: the more systems, the "
        "likelier it is that one pair looks different by chance."
    ),
    "bleu": (
        "How many sequences of words the output has in common with the references. It tells "
        "systems apart that differ much on the same text; it punishes a good wording that the "
        "references lack, and its size says nothing across texts or languages."
    ),
    "chrf": (
        "The same of characters, and of words up to two. It follows human judgement better than "
        "BLEU in languages with many endings, but cannot see that one wrong letter, number or "
        "negation changes the meaning."
    ),
    "ter": (
        "The edits that turn the output into a reference, for a hundred words of it: lower is "
        "better. A free but right wording costs as much as a wrong one."
    ),
    "p_bootstrap": (
        "How often segments drawn anew from these would show such a difference by chance "
        "(paired bootstrap resampling, 1,000 samples). It tells about texts like these, not "
        "about other kinds of text."
    ),
    "p_randomisation": (
        "How often swapping the systems' outputs at random gives such a difference (approximate "
        "randomisation, 10,000 trials). A small value says that there is a difference, not that "
        "it is large enough to matter."
    ),
    "segments": (
        "What the acceptance gate says of each segment. It finds what can be seen without "
        "understanding: missing, looping or untranslated text, other numbers and names. Fluent "
        "text with a wrong meaning passes."
    ),
    "checks": (
        "In how many segments each check of the gate spoke. Some findings are false alarms: "
        "look at the segments before you count on them."
    ),
    "length_ratio": (
        "Characters written for each of the source. What is usual depends on the languages; a "
        "system far from the others leaves out or adds text."
    ),
    "number_fidelity": (
        "The share of segments whose numbers were compared and found right. Segments without "
        "numbers count as right, those unusable for another reason as wrong."
    ),
    "name_fidelity": (
        "The share of segments whose names were compared, by sound, and found to be there. Only "
        "between English and Russian; a rare exonym may be a false alarm."
    ),
    "agreement": (
        "chrF2++ of the whole output against each other system's, on average. Systems that are "
        "alike agree, also in their errors; a better system may stand alone."
    ),
    "consensus": (
        "How close a hypothesis is, segment by segment, to what the other systems wrote and the "
        "gate did not reject. The centre of several independent systems is often good; a "
        "majority that is wrong in the same way wins too."
    ),
    "round_trip": (
        "chrF2++ of the source against the translation back by one and the same model. It shows "
        "lost content, but rewards literal output and what the way back happens to like."
    ),
    "model_score": (
        "The system's own mean log-probability a token: how sure it is of itself. Two systems' "
        "scores cannot be compared; within one, the lowest segments deserve a look."
    ),
    "quality": (
        "How close the output is to the source in meaning, by a sentence encoder (mean cosine). "
        "It sees that a text is about something else, not a wrong number, name or negation; a "
        "copy of the source has 1, so it never decides the rank. Compare systems on the same "
        "text by the same encoder only."
    ),
    "disagreement": (
        "How far the systems' hypotheses are from one another: where it is large, at least one "
        "of them is likely to be wrong, or the source is ambiguous."
    ),
    "cost": (
        "Measured on this machine, one system after the other, for the segments decoded now; "
        "what the translation memory held took no time and is not in it. Small texts measure "
        "the start more than the speed."
    ),
    "draft": (
        "The models in a system that models.txt marks as drafts, and better ones. A draft is not "
        "to be relied on, whatever its scores are; a system without the mark may still be poor, "
        "and of files that other programs made nothing is known."
    ),
}
