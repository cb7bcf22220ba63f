using System.Globalization;
using Gnn.Graphs.Splits;
using Gnn.Tensors.Files;
using Gnn.Tensors.Memory;

namespace Gnn.Graphs.Files;

/// <summary>The parts of a split in a graph file: three lists that rise and have nothing in common.</summary>
internal static class SplitSections
{
    private static readonly string[] PartNames = ["train", "validation", "test"];

    /// <summary>Adds the sections of a split.</summary>
    public static void Write(SectionWriter file, string prefix, ReadOnlySpan<int> train, ReadOnlySpan<int> validation, ReadOnlySpan<int> test)
    {
        file.Add($"{prefix}/{PartNames[0]}", train.ToArray());
        file.Add($"{prefix}/{PartNames[1]}", validation.ToArray());
        file.Add($"{prefix}/{PartNames[2]}", test.ToArray());
    }

    /// <summary>Reads and checks the sections of a split, in time in proportion to their length.</summary>
    /// <param name="file">The file.</param>
    /// <param name="prefix">The name of the split's sections.</param>
    /// <param name="item">What is split, for example <c>node</c>.</param>
    /// <param name="count">The number of items.</param>
    /// <returns>The three parts.</returns>
    /// <exception cref="DataFormatException">A section is missing, or does not rise, or has an item out of range, or two parts have one.</exception>
    public static int[][] Read(SectionFile file, string prefix, string item, int count)
    {
        int[][] parts = [Part(PartNames[0]), Part(PartNames[1]), Part(PartNames[2])];
        return RisingLists.AreDisjoint(parts[0], parts[1], parts[2]) ? parts : throw Shared(parts);

        int[] Part(string part)
        {
            string name = $"{prefix}/{part}";
            using NativeArray<int> mapped = file.Array<int>(name, file.Find(name).Shape is { Rank: 1 } shape ? shape[0] : 0);
            if (mapped.Length > count)
            {
                throw Wrong($"'{name}' has {mapped.Length}");
            }

            int[] items = GC.AllocateUninitializedArray<int>((int)mapped.Length);
            mapped.Span().CopyTo(items);
            return items.Length == 0 || (items[0] >= 0 && items[^1] < count && RisingLists.Rise(items)) ? items : throw Unsound(name, items);
        }

        DataFormatException Unsound(string name, int[] items)
        {
            int at = 0;
            while (items[at] < count && items[at] > (at == 0 ? -1 : items[at - 1]))
            {
                at++;
            }

            return Wrong($"'{name}' has {items[at]} after {(at == 0 ? -1 : items[at - 1])}");
        }

        DataFormatException Shared(int[][] lists)
        {
            (int One, int Other)[] pairs = [(0, 1), (0, 2), (1, 2)];
            (int least, int one, int other) = pairs.Select(pair => (Least: LeastShared(lists[pair.One], lists[pair.Other]), pair.One, pair.Other)).MinBy(pair => pair.Least);
            return Wrong($"{item} {least} is in '{PartNames[one]}' and in '{PartNames[other]}'");
        }

        DataFormatException Wrong(FormattableString found) => new(
            file.Path,
            $"section '{prefix}'",
            string.Create(CultureInfo.InvariantCulture, $"expected a split of {count} {item}s, three lists that rise, in range and disjoint: ") + found.ToString(CultureInfo.InvariantCulture),
            "Write the file again.");
    }

    private static int LeastShared(int[] left, int[] right) => left.FirstOrDefault(value => Array.BinarySearch(right, value) >= 0, int.MaxValue);
}
