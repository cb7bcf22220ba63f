using System.Globalization;
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
        int[][] parts = [.. PartNames.Select(part => Part($"{prefix}/{part}"))];
        int[] next = new int[parts.Length];
        while (true)
        {
            // Merges the three: the least of what is left is in one part alone.
            (int least, int holder) = (count, -1);
            for (int part = 0; part < parts.Length; part++)
            {
                if (next[part] == parts[part].Length)
                {
                    continue;
                }

                int value = parts[part][next[part]];
                if (value == least)
                {
                    throw Wrong($"{item} {value} is in '{PartNames[holder]}' and in '{PartNames[part]}'");
                }

                (least, holder) = value < least ? (value, part) : (least, holder);
            }

            if (holder < 0)
            {
                return parts;
            }

            next[holder]++;
        }

        int[] Part(string name)
        {
            using NativeArray<int> mapped = file.Array<int>(name, file.Find(name).Shape is { Rank: 1 } shape ? shape[0] : 0);
            if (mapped.Length > count)
            {
                throw Wrong($"'{name}' has {mapped.Length}");
            }

            int[] items = mapped.Span().ToArray();
            int before = -1;
            foreach (int found in items)
            {
                if (found <= before || found >= count)
                {
                    throw Wrong($"'{name}' has {found} after {before}");
                }

                before = found;
            }

            return items;
        }

        DataFormatException Wrong(FormattableString found) => new(
            file.Path,
            $"section '{prefix}'",
            string.Create(CultureInfo.InvariantCulture, $"expected a split of {count} {item}s, three lists that rise, in range and disjoint: ") + found.ToString(CultureInfo.InvariantCulture),
            "Write the file again.");
    }
}
