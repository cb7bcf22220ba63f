using Gnn.Datasets.Parsing;
using Gnn.Datasets.Tables;
using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.SpatioTemporal;

/// <summary>Reads networks of traffic sensors: T-GCN's tables, and the pickle and table of DCRNN.</summary>
internal static class TrafficFiles
{
    private const string PlaceHeader = "index,sensor_id,latitude,longitude";

    /// <summary>Reads speeds (a header of sensors, then a row for each step) and the symmetric matrix of weights (no header).</summary>
    /// <param name="speeds">The speeds.</param>
    /// <param name="speedPath">What to call them in messages.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="weightPath">What to call them in messages.</param>
    /// <exception cref="DataFormatException">A text is something else, or they contradict each other.</exception>
    public static Dataset ReadTables(byte[] speeds, string speedPath, byte[] weights, string weightPath)
    {
        var scanner = new TextScanner(speeds, speedPath, (byte)',');
        scanner.RequireLine("a header of sensors");
        IdMap names = ReadNames(scanner);
        StepRows steps = ReadRows(scanner, names.Count);
        StepRows matrix = ReadRows(new TextScanner(weights, weightPath, (byte)','), names.Count);
        if (matrix.StepCount != names.Count)
        {
            throw new DataFormatException(weightPath, "", $"expected {names.Count} rows, one for each sensor, got {matrix.StepCount}");
        }

        using Graph bare = SensorGraph.FromMatrix(weightPath, names.Count, matrix.Values.AsSpan(0, names.Count * names.Count), isUndirected: true);
        return new Dataset(bare.WithNodeColumn(SpatioTemporalNetworks.Signal, steps.ToColumn()))
        {
            Names = new Dictionary<string, IReadOnlyList<string>> { ["node"] = names },
            IndexSplits = [steps.ToSplit()],
        };
    }

    /// <summary>Reads sensors and the weights between them (a pickled list of ids, dictionary of their numbers, and matrix), and where the sensors
    /// are.</summary>
    /// <param name="pickle">The pickle.</param>
    /// <param name="picklePath">What to call it in messages.</param>
    /// <param name="locations">The table <c>index,sensor_id,latitude,longitude</c>.</param>
    /// <param name="locationPath">What to call it in messages.</param>
    /// <exception cref="DataFormatException">A file is damaged, or they contradict each other.</exception>
    public static Dataset ReadSensors(byte[] pickle, string picklePath, byte[] locations, string locationPath)
    {
        (string[] ids, float[] matrix) = ReadMatrix(pickle, picklePath);
        using Graph bare = SensorGraph.FromMatrix(picklePath, ids.Length, matrix, isUndirected: false);
        Tensor positions = Tensor.Create(ReadPositions(locations, locationPath, ids), (ids.Length, 2));
        return new Dataset(bare.WithNodeColumn(SpatioTemporalNetworks.Position, positions))
        {
            Names = new Dictionary<string, IReadOnlyList<string>> { ["node"] = ids },
        };
    }

    private static IdMap ReadNames(TextScanner scanner)
    {
        ReadOnlySpan<byte> header = scanner.Line;
        int most = header.Count((byte)',') + 1;
        var names = new IdTable(most, (long)header.Length + 1);
        while (scanner.HasField)
        {
            ReadOnlySpan<byte> name = scanner.ReadField("a sensor");
            int count = names.Count;
            if (name.Length > IdTable.MaxIdBytes || !System.Text.Unicode.Utf8.IsValid(name) || names.GetOrAdd(name) != count)
            {
                throw scanner.Bad($"expected each sensor once, in UTF-8, got '{TextScanner.Show(name)}'");
            }
        }

        return new IdMap(names);
    }

    private static StepRows ReadRows(TextScanner scanner, int width)
    {
        float[] values = new float[(long)scanner.MostRows(2 * width) * width];
        int count = 0;
        while (scanner.NextContent())
        {
            scanner.ReadSingles((byte)',', values.AsSpan(count, width), "a number");
            count += width;
        }

        if (count == 0)
        {
            throw scanner.Bad("expected at least one row of numbers, got none", "The file is cut short: fetch it again.");
        }

        return new StepRows(count / width, width, values);
    }

    private static (string[] Ids, float[] Matrix) ReadMatrix(byte[] pickle, string path)
    {
        PickleValue value = PickleReader.Read(pickle, path);
        if (!value.TryGetItems(PickleKind.List, out PickleItems? parts) || parts.Count != 3
            || !parts.Values[0].TryGetItems(PickleKind.List, out PickleItems? list)
            || !parts.Values[1].TryGetItems(PickleKind.Dict, out PickleItems? numbers)
            || !parts.Values[2].TryGet(out PickledArray? array))
        {
            throw new DataFormatException(path, "", $"expected a list of ids, a dictionary of their numbers and a matrix, got {value}");
        }

        int count = list.Count;
        if (count == 0 || array.Shape.Length != 2 || array.Shape[0] != count || array.Shape[1] != count || !array.Type.IsFloat)
        {
            throw new DataFormatException(path, "", $"expected a matrix of floats with a row and a column for each of {count} ids, at least 1, got {array}");
        }

        string[] ids = new string[count];
        for (int node = 0; node < count; node++)
        {
            ids[node] = list.Values[node].TryGetText(out string? id)
                ? id
                : throw new DataFormatException(path, $"id {node}", $"expected a text, got {list.Values[node]}");
        }

        RequireNumbers(numbers, ids, path);
        float[] matrix = array.ToSingle();
        int bad = Array.FindIndex(matrix, weight => !float.IsFinite(weight));
        return bad < 0 ? (ids, matrix) : throw new DataFormatException(path, $"entry {bad} of the matrix", $"expected a finite weight, got {matrix[bad]}");
    }

    private static void RequireNumbers(PickleItems numbers, string[] ids, string path)
    {
        bool isRight = numbers.Count == 2 * ids.Length;
        var seen = new HashSet<int>();
        for (int at = 0; isRight && at < numbers.Count; at += 2)
        {
            isRight = numbers.Values[at].TryGetText(out string? id) && numbers.Values[at + 1].TryGetInt32(out int node)
                && node >= 0 && node < ids.Length && ids[node] == id && seen.Add(node);
        }

        if (!isRight)
        {
            throw new DataFormatException(path, "", $"expected a dictionary that gives each of {ids.Length} ids its place in the list, got another");
        }
    }

    private static float[] ReadPositions(byte[] text, string path, string[] ids)
    {
        var scanner = new TextScanner(text, path, (byte)',');
        scanner.RequireLine($"the header '{PlaceHeader}'");
        if (!scanner.Line.SequenceEqual("index,sensor_id,latitude,longitude"u8))
        {
            throw scanner.Bad($"expected the header '{PlaceHeader}', got '{TextScanner.Show(scanner.Line)}'");
        }

        float[] positions = new float[2 * ids.Length];
        for (int node = 0; node < ids.Length; node++)
        {
            if (!scanner.NextLine())
            {
                throw scanner.Ended($"the place of sensor {ids[node]}");
            }

            scanner.ReadInt32("a sensor's number", node, node);
            if (scanner.ReadText("a sensor") is var id && id != ids[node])
            {
                throw scanner.Bad($"expected sensor {ids[node]}, the next of the matrix, got '{id}'");
            }

            positions[2 * node] = scanner.ReadSingle("a latitude");
            positions[(2 * node) + 1] = scanner.ReadSingle("a longitude");
            scanner.EndLine();
        }

        return scanner.NextContent() ? throw scanner.Bad($"expected {ids.Length} sensors, got more") : positions;
    }
}
