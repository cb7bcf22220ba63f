using Gnn.Datasets.Parsing;
using Gnn.Graphs;
using Gnn.Graphs.Signed;
using Gnn.Tensors;
using Gnn.Tensors.Files;
using Gnn.Tensors.Memory;

namespace Gnn.Datasets.Signed;

/// <summary>Reads signed edges, one a line: source, target and a sign or a rating.</summary>
internal static class SignedEdgeText
{
    private const int LeastRowBytes = 6;
    private const int MostRating = 10;

    /// <summary>Reads <c>source target sign</c>, signs 1 and -1; lines that begin with # are comments.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">What to call it in messages.</param>
    /// <param name="delimiter">What stands between fields; null for spaces and tabs.</param>
    /// <exception cref="DataFormatException">The text is something else.</exception>
    public static Dataset ReadDirected(byte[] text, string path, byte? delimiter)
    {
        var scanner = new TextScanner(text, path, delimiter);
        int most = TypedFields.MostRows(text, LeastRowBytes);
        int[] sources = new int[most], targets = new int[most], signs = new int[most];
        int count = 0;
        while (scanner.NextContent())
        {
            sources[count] = scanner.ReadInt32("a source", least: 0);
            targets[count] = scanner.ReadInt32("a target", least: 0);
            ReadOnlySpan<byte> sign = scanner.ReadField("a sign");
            signs[count++] = sign.SequenceEqual("1"u8) ? 1 : sign.SequenceEqual("-1"u8) ? -1 : throw BadSign(scanner, sign);
            scanner.EndLine();
        }

        RequireRows(scanner, count);
        return Assemble(sources.AsSpan(0, count), targets.AsSpan(0, count), signs.AsSpan(0, count));
    }

    /// <summary>Reads <c>id1,id2,sign</c> with that header, each edge of an undirected graph once; rows without a sign (empty or NaN) name nodes but no
    /// edge.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">What to call it in messages.</param>
    /// <exception cref="DataFormatException">The text is something else.</exception>
    public static Dataset ReadUndirected(byte[] text, string path)
    {
        var scanner = new TextScanner(text, path, (byte)',');
        scanner.RequireLine("the header 'id1,id2,sign'");
        if (!scanner.Line.SequenceEqual("id1,id2,sign"u8))
        {
            throw scanner.Bad($"expected the header 'id1,id2,sign', got '{TextScanner.Show(scanner.Line)}'");
        }

        int most = TypedFields.MostRows(text, LeastRowBytes - 1);
        int[] ones = new int[most], others = new int[most];
        var signs = new sbyte[most];
        int count = 0;
        while (scanner.NextContent())
        {
            ones[count] = scanner.ReadInt32("a node", least: 0);
            others[count] = scanner.ReadInt32("a node", least: 0);
            signs[count++] = ReadDecimalSign(scanner);
            scanner.EndLine();
        }

        RequireRows(scanner, count);
        int[] ids = PublishedIds.Number(ones.AsSpan(0, count), others.AsSpan(0, count));
        return new Dataset(BothDirections(ids.Length, ones, others, signs.AsSpan(0, count))) { Names = PublishedIds.NamesOf(ids) };
    }

    /// <summary>Reads <c>source,target,rating,time</c>, ratings of -10 to 10 but 0, times in seconds since 1970.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">What to call it in messages.</param>
    /// <exception cref="DataFormatException">The text is something else.</exception>
    public static Dataset ReadRatings(byte[] text, string path)
    {
        var scanner = new TextScanner(text, path, (byte)',');
        int most = TypedFields.MostRows(text, LeastRowBytes + 2);
        int[] sources = new int[most], targets = new int[most], ratings = new int[most];
        var times = new long[most];
        int count = 0;
        while (scanner.NextContent())
        {
            sources[count] = scanner.ReadInt32("a source", least: 0);
            targets[count] = scanner.ReadInt32("a target", least: 0);
            ratings[count] = scanner.ReadInt32("a rating", -MostRating, MostRating);
            if (ratings[count] == 0)
            {
                throw scanner.Bad($"expected a rating of -{MostRating} to {MostRating} that is not 0, got 0");
            }

            times[count++] = scanner.ReadSecondsAsMilliseconds("a time");
            scanner.EndLine();
        }

        RequireRows(scanner, count);
        int[] signs = new int[count];
        for (int edge = 0; edge < count; edge++)
        {
            signs[edge] = Math.Sign(ratings[edge]);
        }

        Dataset bare = Assemble(sources.AsSpan(0, count), targets.AsSpan(0, count), signs);
        using SignedGraph graph = bare.As<SignedGraph>();
        using SignedGraph rated = graph.WithEdgeColumn(SignedNetworks.Rating, Tensor.Create<int>(ratings.AsSpan(0, count), count));
        return new Dataset(rated.WithEdgeColumn(ColumnNames.Times, Tensor.Create<long>(times.AsSpan(0, count), count))) { Names = bare.Names };
    }

    private static Dataset Assemble(Span<int> sources, Span<int> targets, ReadOnlySpan<int> signs)
    {
        int[] ids = PublishedIds.Number(sources, targets);
        return new Dataset(SignedGraph.FromEdges(ids.Length, sources, targets, signs)) { Names = PublishedIds.NamesOf(ids) };
    }

    private static void RequireRows(TextScanner scanner, int count)
    {
        if (count == 0)
        {
            throw scanner.Bad("expected at least one edge, got none", "The file is cut short: fetch it again.");
        }
    }

    // 0 where there is none.
    private static sbyte ReadDecimalSign(TextScanner scanner)
    {
        ReadOnlySpan<byte> sign = scanner.ReadField("a sign, which may be empty");
        if (sign.IsEmpty || sign.SequenceEqual("NaN"u8) || sign.SequenceEqual("nan"u8))
        {
            return 0;
        }

        bool isPositive = sign.SequenceEqual("1.0"u8) || sign.SequenceEqual("1"u8);
        return isPositive ? (sbyte)1 : sign.SequenceEqual("-1.0"u8) || sign.SequenceEqual("-1"u8) ? (sbyte)-1 : throw BadSign(scanner, sign);
    }

    private static DataFormatException BadSign(TextScanner scanner, ReadOnlySpan<byte> sign) =>
        scanner.Bad($"expected a sign, 1 or -1, got '{TextScanner.Show(sign)}'");

    // Each edge that has a sign, and after it its reverse; a self-loop once.
    private static SignedGraph BothDirections(int nodeCount, ReadOnlySpan<int> ones, ReadOnlySpan<int> others, ReadOnlySpan<sbyte> signs)
    {
        long count = 0;
        for (int edge = 0; edge < signs.Length; edge++)
        {
            count += signs[edge] == 0 ? 0 : ones[edge] == others[edge] ? 1 : 2;
        }

        var (sources, targets, both) = (new NativeArray<int>(count), new NativeArray<int>(count), new NativeArray<sbyte>(count));
        Span<int> from = sources.Span(), to = targets.Span();
        Span<sbyte> sign = both.Span();
        int at = 0;
        for (int edge = 0; edge < signs.Length; edge++)
        {
            if (signs[edge] == 0)
            {
                continue;
            }

            (from[at], to[at], sign[at++]) = (ones[edge], others[edge], signs[edge]);
            if (ones[edge] != others[edge])
            {
                (from[at], to[at], sign[at++]) = (others[edge], ones[edge], signs[edge]);
            }
        }

        return SignedGraph.FromCheckedEdges(new EdgeList(nodeCount, nodeCount, sources, targets), both, isUndirected: true);
    }
}
