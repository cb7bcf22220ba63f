using System.Text.Json.Nodes;
using Gnn.Graphs.Splits;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Files;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs.Files;

/// <summary>What a data set has beside its structure, in a graph file: splits, names and a note. What there is none of is left out.</summary>
internal static class DatasetSections
{
    private const string NodeSplitsKey = "splits";
    private const string IndexSplitsKey = "indexSplits";
    private const string NamesKey = "names";
    private const string NoteKey = "note";

    /// <summary>Gives a file what a data set has beside its structure.</summary>
    /// <param name="file">The file.</param>
    /// <param name="dataset">The data set.</param>
    /// <param name="note">A note, or nothing.</param>
    /// <returns>The copies of names that are to be ended when the file is written.</returns>
    /// <exception cref="ArgumentException">A split is of nodes that the structure does not have, or a name is no text.</exception>
    public static PartList Write(SectionWriter file, Dataset dataset, string note)
    {
        int[] nodeCounts = [.. StructureKind.Of(dataset.Structure).NodeCounts(dataset.Structure)];
        WriteSplits(file, NodeSplitsKey, dataset.NodeSplits, (split, prefix) =>
        {
            if (!nodeCounts.Contains(split.NodeCount))
            {
                throw new ArgumentException(
                    $"The split '{split.Name}' is of {split.NodeCount} nodes, but the structure has {string.Join(" or ", nodeCounts.DefaultIfEmpty())}.", nameof(dataset));
            }

            SplitSections.Write(file, prefix, split.Train, split.Validation, split.Test);
            return new JsonObject { ["name"] = SectionWriter.Text(split.Name), ["nodes"] = split.NodeCount };
        });
        WriteSplits(file, IndexSplitsKey, dataset.IndexSplits, (split, prefix) =>
        {
            SplitSections.Write(file, prefix, split.Train, split.Validation, split.Test);
            return new JsonObject { ["name"] = SectionWriter.Text(split.Name), ["item"] = SectionWriter.Text(split.ItemName), ["items"] = split.ItemCount };
        });
        if (note.Length > 0)
        {
            file.Properties[NoteKey] = SectionWriter.Text(note);
        }

        return WriteNames(file, dataset.Names);
    }

    /// <summary>The data set that a file holds, owned by the caller.</summary>
    /// <param name="file">The file, which may be closed afterwards.</param>
    /// <param name="engineOf">Where a column of a type is made.</param>
    /// <exception cref="DataFormatException">The kind of structure is not known, or a section is missing or does not fit the others.</exception>
    public static Dataset Read(SectionFile file, Func<DataType, Engine> engineOf)
    {
        using var parts = new PartList();
        StructureKind kind = StructureKind.Of(file);
        IGraphStructure structure = parts.Add(kind.ReadFrom(file, engineOf));
        return parts.GiveTo(new Dataset(structure)
        {
            NodeSplits = ReadNodeSplits(file, [.. kind.NodeCounts(structure)]),
            IndexSplits = ReadIndexSplits(file),
            Names = ReadNames(file, parts),
        });
    }

    /// <summary>The note in a file, empty if there is none.</summary>
    /// <exception cref="DataFormatException">It is no text.</exception>
    public static string ReadNote(SectionFile file) => file.Properties.Contains(NoteKey) ? file.Properties.Text(NoteKey) : "";

    /// <summary>Lists what in names from a file is not as it must be.</summary>
    public static void FindWrongNames(IReadOnlyDictionary<string, IReadOnlyList<string>> names, List<string> defects, CancellationToken cancellation) =>
        defects.AddRange(names.Values.OfType<Utf8List>().Select(list => list.FindWrong(cancellation)).OfType<string>());

    private static void WriteSplits<T>(SectionWriter file, string key, IReadOnlyList<T> splits, Func<T, string, JsonObject> write)
    {
        if (splits.Count > 0)
        {
            file.Properties[key] = new JsonArray([.. splits.Select((split, at) => (JsonNode)write(split, $"{key}/{at}"))]);
        }
    }

    private static NodeSplit[] ReadNodeSplits(SectionFile file, int[] nodeCounts) => ReadSplits(file, NodeSplitsKey, (split, prefix) =>
    {
        int nodes = (int)split.Integer("nodes", 0, int.MaxValue);
        if (!nodeCounts.Contains(nodes))
        {
            throw new DataFormatException(
                file.Path, $"section '{prefix}'", $"expected a split of {string.Join(" or ", nodeCounts.DefaultIfEmpty())} nodes, got one of {nodes}", "Write the file again.");
        }

        int[][] parts = SplitSections.Read(file, prefix, "node", nodes);
        return NodeSplit.FromParts(NameOf(split, "name", file, prefix), nodes, parts[0], parts[1], parts[2]);
    });

    private static IndexSplit[] ReadIndexSplits(SectionFile file) => ReadSplits(file, IndexSplitsKey, (split, prefix) =>
    {
        string item = NameOf(split, "item", file, prefix);
        int items = (int)split.Integer("items", 0, int.MaxValue);
        int[][] parts = SplitSections.Read(file, prefix, item, items);
        return IndexSplit.FromParts(NameOf(split, "name", file, prefix), item, items, parts[0], parts[1], parts[2]);
    });

    private static T[] ReadSplits<T>(SectionFile file, string key, Func<SectionProperties, string, T> read) =>
        file.Properties.Contains(key) ? [.. file.Properties.Objects(key).Select((split, at) => read(split, $"{key}/{at}"))] : [];

    private static string NameOf(SectionProperties split, string property, SectionFile file, string prefix)
    {
        string name = split.Text(property);
        return string.IsNullOrWhiteSpace(name)
            ? throw new DataFormatException(file.Path, $"section '{prefix}'", $"expected a '{property}' that is not blank, got '{name}'", "Write the file again.")
            : name;
    }

    // In the order of keys: names are the same in whatever order they were given.
    private static PartList WriteNames(SectionWriter file, IReadOnlyDictionary<string, IReadOnlyList<string>> names)
    {
        var copies = new PartList();
        if (names.Count == 0)
        {
            return copies;
        }

        try
        {
            var list = new JsonArray();
            file.Properties[NamesKey] = list;
            foreach ((string key, IReadOnlyList<string> texts) in names.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                Utf8List packed = texts is Utf8List given ? given : copies.Add(Utf8List.From(texts));
                string prefix = $"{NamesKey}/{list.Count}";
                file.Add($"{prefix}/offsets", packed.Offsets);
                file.Add($"{prefix}/bytes", packed.Bytes);
                list.Add((JsonNode)new JsonObject { ["of"] = SectionWriter.Text(key), ["count"] = packed.Count });
            }

            return copies;
        }
        catch
        {
            copies.Dispose();
            throw;
        }
    }

    private static Dictionary<string, IReadOnlyList<string>> ReadNames(SectionFile file, PartList parts)
    {
        var names = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (SectionProperties properties in file.Properties.Contains(NamesKey) ? file.Properties.Objects(NamesKey) : [])
        {
            string prefix = $"{NamesKey}/{names.Count}";
            int count = (int)properties.Integer("count", 0, int.MaxValue);
            SectionType type = file.Find($"{prefix}/offsets").Type == SectionType.Int64 ? SectionType.Int64 : SectionType.Int32;
            IndexArray offsets = parts.Add(file.Indices($"{prefix}/offsets", count + 1L, type));
            long length = file.Find($"{prefix}/bytes").Length;
            NativeArray<byte> bytes = parts.Add(file.Array<byte>($"{prefix}/bytes", length));
            if (offsets[0] != 0 || offsets[count] != length)
            {
                throw new DataFormatException(
                    file.Path, $"section '{prefix}/offsets'", $"expected offsets from 0 to {length}, got {offsets[0]} to {offsets[count]}", "Write the file again.");
            }

            if (!names.TryAdd(properties.Text("of"), new Utf8List(offsets, bytes, file.Path, prefix)))
            {
                throw new DataFormatException(
                    file.Path, $"table, '{NamesKey}'", $"expected names of different things, got those of '{properties.Text("of")}' twice", "Write the file again.");
            }
        }

        return names;
    }
}
