using Gnn.Graphs.Signed;
using Gnn.Graphs.Splits;
using Gnn.Tensors;

namespace Gnn.Training.Signed;

/// <summary>Which edges train, validate and test; of the test edges the ends are known, the signs are not.</summary>
internal sealed class SignParts
{
    private const byte FitPart = 1;
    private const byte ValidationPart = 2;
    private const byte TestPart = 3;

    private readonly int[] _test;

    internal SignParts(SignedGraph graph, EdgeSplit split, double validationShare, RandomSource random)
    {
        Dictionary<long, byte> parts = PartsOf(graph, split, validationShare, random);
        byte[] partOf = new byte[checked((int)graph.EdgeCount)];
        for (int edge = 0; edge < partOf.Length; edge++)
        {
            partOf[edge] = parts.GetValueOrDefault(Key(graph, edge, split.SeparateReverses));
        }

        Fit = Known(graph, partOf, part => part == FitPart);
        Validation = Known(graph, partOf, part => part == ValidationPart);
        Train = Known(graph, partOf, part => part is FitPart or ValidationPart);
        _test = [.. Enumerable.Range(0, partOf.Length).Where(edge => partOf[edge] == TestPart)];
        TestSources = Array.ConvertAll(_test, edge => graph.Sources[edge]);
        TestTargets = Array.ConvertAll(_test, edge => graph.Targets[edge]);
        Audit(split);
    }

    /// <summary>The training edges that do not validate.</summary>
    internal SignEdges Fit { get; }

    /// <summary>The training edges that validate.</summary>
    internal SignEdges Validation { get; }

    /// <summary>All training edges.</summary>
    internal SignEdges Train { get; }

    internal IReadOnlyList<int> Test => _test;

    internal int[] TestSources { get; }

    internal int[] TestTargets { get; }

    /// <summary>How many test edges have a training edge the other way.</summary>
    internal int ReciprocalCount { get; private set; }

    /// <summary>The signs of the test edges, which are read once, when all scores stand.</summary>
    internal bool[] ReadTestSigns(SignedGraph graph) => Array.ConvertAll(_test, edge => graph.Signs[edge] > 0);

    private static Dictionary<long, byte> PartsOf(SignedGraph graph, EdgeSplit split, double validationShare, RandomSource random)
    {
        var parts = new Dictionary<long, byte>();
        Add(split.Train, FitPart);
        Add(split.Validation, ValidationPart);
        Add(split.Test, TestPart);
        if (split.Validation.IsEmpty)
        {
            int[] order = random.Stream("validation").Sequence().Permutation(split.Train.Length);
            int count = Math.Max(1, (int)Math.Round(validationShare * order.Length));
            for (int i = 0; i < Math.Min(count, order.Length - 1); i++)
            {
                parts[Key(graph, split.Train[order[i]], split.SeparateReverses)] = ValidationPart;
            }
        }

        return parts;

        void Add(ReadOnlySpan<int> edges, byte part)
        {
            foreach (int edge in edges)
            {
                parts[Key(graph, edge, split.SeparateReverses)] = part;
            }
        }
    }

    private static long Key(SignedGraph graph, int edge, bool separateReverses)
    {
        (int source, int target) = (graph.Sources[edge], graph.Targets[edge]);
        return separateReverses ? SignEdges.Key(source, target) : SignEdges.Key(Math.Min(source, target), Math.Max(source, target));
    }

    private static SignEdges Known(SignedGraph graph, byte[] partOf, Func<byte, bool> isIn)
    {
        int[] edges = [.. Enumerable.Range(0, partOf.Length).Where(edge => isIn(partOf[edge]))];
        return new SignEdges(
            Array.ConvertAll(edges, edge => graph.Sources[edge]),
            Array.ConvertAll(edges, edge => graph.Targets[edge]),
            Array.ConvertAll(edges, edge => graph.Signs[edge] > 0));
    }

    /// <summary>Counts anew from the edges what training and test share.</summary>
    private void Audit(EdgeSplit split)
    {
        HashSet<long> trained = Train.Pairs();
        for (int edge = 0; edge < TestSources.Length; edge++)
        {
            (int source, int target) = (TestSources[edge], TestTargets[edge]);
            if (trained.Contains(SignEdges.Key(source, target)))
            {
                throw new ArgumentException($"The edge {source} -> {target} is on both sides of the split '{split.Name}': a test would ask what training was told.", nameof(split));
            }

            ReciprocalCount += trained.Contains(SignEdges.Key(target, source)) ? 1 : 0;
        }
    }
}
