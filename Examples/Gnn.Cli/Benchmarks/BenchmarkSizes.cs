using Gnn.Graphs.Hypergraphs;

namespace Gnn.Cli.Benchmarks;

/// <summary>How large the works are and how long they warm up; the defaults are those of the published tables, tests take small ones.</summary>
internal sealed record BenchmarkSizes
{
    /// <summary>Rows of A, inner length and columns of B of each matrix product.</summary>
    internal IReadOnlyList<(int M, int K, int N)> Products { get; init; } = [(2708, 1433, 16), (169_343, 128, 256), (169_343, 256, 40), (1024, 1024, 1024)];

    /// <summary>Columns of the features of the sparse products.</summary>
    internal IReadOnlyList<int> Widths { get; init; } = [16, 64, 128, 256];

    /// <summary>Rows of the element-wise works.</summary>
    internal int Rows { get; init; } = 169_343;

    /// <summary>Parameters of the optimiser step.</summary>
    internal int Parameters { get; init; } = 16_000_000;

    /// <summary>Nodes, hyperedges and incidences of the hypergraph.</summary>
    internal (int Nodes, int Edges, int Incidences) Hypergraph { get; init; } = (20_000, 10_000, 300_000);

    /// <summary>Nodes and undirected edges of the graph that is walked for an embedding.</summary>
    internal (int Nodes, int Edges) Embedding { get; init; } = (10_000, 100_000);

    /// <summary>Nodes and edges of the graph that is built.</summary>
    internal (int Nodes, int Edges) Build { get; init; } = (1_000_000, 20_000_000);

    /// <summary>Elements of the smallest operation that every engine shares among its threads.</summary>
    internal int SharedOperation { get; init; } = 1 << 20;

    /// <summary>Bytes of each array of the stream.</summary>
    internal long StreamBytes { get; init; } = 160_000_000;

    /// <summary>Rows of a batch that is gathered, at most.</summary>
    internal int GatheredRows { get; init; } = 130_000;

    /// <summary>Warming up goes on until so much time has passed, and for two calls at least.</summary>
    internal TimeSpan WarmUp { get; init; } = TimeSpan.FromMilliseconds(300);
}
