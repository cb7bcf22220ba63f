using System.Buffers;
using System.Text;

namespace Gnn.Datasets.Parsing;

/// <summary>The characters beyond ASCII that the label of a blank node may have (PN_CHARS_U and PN_CHARS of the grammar).</summary>
internal static class BlankLabels
{
    private static readonly (int First, int Last)[] Letters =
    [
        (0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0x2FF), (0x370, 0x37D), (0x37F, 0x1FFF), (0x200C, 0x200D), (0x2070, 0x218F), (0x2C00, 0x2FEF),
        (0x3001, 0xD7FF), (0xF900, 0xFDCF), (0xFDF0, 0xFFFD), (0x10000, 0xEFFFF),
    ];

    private static readonly (int First, int Last)[] Marks = [(0xB7, 0xB7), (0x300, 0x36F), (0x203F, 0x2040)];

    /// <summary>Whether a character beyond ASCII may be in a label.</summary>
    public static bool MayHave(Rune rune) => IsIn(Letters, rune) || IsIn(Marks, rune);

    /// <summary>Whether a label, all of whose characters may be in one, begins as one.</summary>
    public static bool MayBegin(ReadOnlySpan<byte> label) =>
        Rune.DecodeFromUtf8(label, out Rune first, out _) == OperationStatus.Done
        && (first.IsAscii ? first.Value is not ('-' or '.') : IsIn(Letters, first));

    private static bool IsIn((int First, int Last)[] ranges, Rune rune) => Array.Exists(ranges, range => rune.Value >= range.First && rune.Value <= range.Last);
}
