using System.Collections;
using System.Text.Unicode;
using Gnn.Datasets.Parsing;
using Gnn.Datasets.Tables;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Tensors;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Knowledge;

/// <summary>Reads the facts of a knowledge graph: head, relation and tail between tabs, in a file for each part of the split.</summary>
internal sealed class TripleReader
{
    /// <summary>The files, in the order in which their facts become edges.</summary>
    public static readonly IReadOnlyList<string> Parts = ["train.txt", "valid.txt", "test.txt"];

    private const int LeastRowBytes = 6;

    private readonly IdTable _entities;
    private readonly IdTable _relations = new();
    private readonly int[] _heads;
    private readonly int[] _kinds;
    private readonly int[] _tails;
    private int _count;

    private TripleReader(int most, int entities)
    {
        (_heads, _kinds, _tails) = (new int[most], new int[most], new int[most]);
        _entities = new IdTable(entities);
    }

    /// <summary>Reads the three files.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="DataFormatException">A line has not three fields, or an archive is damaged.</exception>
    public static Dataset Read(PackedFiles files)
    {
        byte[][] texts = [.. Parts.Select(files.Read)];
        var reader = new TripleReader(texts.Sum(text => TypedFields.MostRows(text, LeastRowBytes)), EstimateEntities(texts));
        var ends = new int[texts.Length];
        for (int part = 0; part < texts.Length; part++)
        {
            reader.ReadPart(new TextScanner(texts[part], files.PathOf(Parts[part]), (byte)'\t'));
            ends[part] = reader._count;
        }

        return reader.Assemble(ends);
    }

    // About how many there are, and a little more, so that their table need not grow: each sets one of as many bits as the texts have bytes, and how many bits
    // stay 0 tells how many set one. Whang, Vander-Zanden, Taylor, "A linear-time probabilistic counting algorithm for database applications", 1990.
    private static int EstimateEntities(byte[][] texts)
    {
        var bits = new BitArray(checked((int)Math.Min(int.MaxValue, 64 + texts.Sum(text => (long)text.Length))));
        int zeros = bits.Length;
        foreach (byte[] text in texts)
        {
            var scan = new TextScanner(text, "", (byte)'\t');
            while (scan.NextLine())
            {
                for (int field = 0; field < 3 && scan.HasField; field++)
                {
                    ReadOnlySpan<byte> name = scan.ReadField("");
                    int bit = (int)(IdKey.HashOf(name) % (uint)bits.Length);
                    if (field != 1 && !bits[bit])
                    {
                        bits[bit] = true;
                        zeros--;
                    }
                }
            }
        }

        double estimate = bits.Length * Math.Log((double)bits.Length / Math.Max(1, zeros));
        return (int)Math.Min(Array.MaxLength / 2, estimate * 1.03);
    }

    private void ReadPart(TextScanner scan)
    {
        while (scan.NextLine())
        {
            if (scan.Line.IsEmpty)
            {
                continue;
            }

            _heads[_count] = ReadName(scan, "a head", _entities);
            _kinds[_count] = ReadName(scan, "a relation", _relations);
            _tails[_count] = ReadName(scan, "a tail", _entities);
            _count++;
            scan.EndLine();
        }
    }

    private static int ReadName(TextScanner scan, string what, IdTable table)
    {
        ReadOnlySpan<byte> name = scan.ReadField(what);
        return name.Length is > 0 and <= IdMap.MaxIdBytes && Utf8.IsValid(name)
            ? table.GetOrAdd(name)
            : throw scan.Bad($"expected {what}, 1 to {IdMap.MaxIdBytes} bytes of UTF-8, got {name.Length} bytes, '{TextScanner.Show(name)}'");
    }

    private Dataset Assemble(int[] ends)
    {
        using Graph bare = Graph.FromEdges(_entities.Count, _heads.AsSpan(0, _count), _tails.AsSpan(0, _count));
        return new Dataset(bare.WithEdgeColumn(ColumnNames.EdgeType, Tensor.Create(_kinds.AsSpan(0, _count), _count)))
        {
            IndexSplits = [IndexSplit.AtPlaces("public", "edge", _count, ends[0], ends[1])],
            Names = new Dictionary<string, IReadOnlyList<string>> { ["node"] = new IdMap(_entities), ["relation"] = new IdMap(_relations) },
        };
    }
}
