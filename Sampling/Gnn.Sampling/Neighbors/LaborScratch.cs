using Gnn.Tensors.Memory;

namespace Gnn.Sampling.Neighbors;

/// <summary>What a call of a <see cref="LaborSampler"/> works with and the next one uses again.</summary>
internal sealed unsafe class LaborScratch : IDisposable
{
    private NativeArray<uint> _words = new(1024);

    /// <summary>Creates it for a graph.</summary>
    /// <param name="nodeCount">The number of nodes.</param>
    /// <param name="hasImportance">Whether nodes differ in importance.</param>
    internal LaborScratch(int nodeCount, bool hasImportance)
    {
        Numbering = new SharedNumbering(nodeCount);
        Numbers = new NodeNumbers(nodeCount);
        Importance = hasImportance ? new LaborImportance(nodeCount) : null;
    }

    /// <summary>The nodes of the batch.</summary>
    internal SharedNumbering Numbering { get; }

    /// <summary>Their random numbers.</summary>
    internal NodeNumbers Numbers { get; }

    /// <summary>Their importance; null if all are alike.</summary>
    internal LaborImportance? Importance { get; }

    /// <summary>The nodes that a hop found, edge by edge, which become their numbers.</summary>
    internal NodeList Found { get; } = new();

    /// <summary>The place of each edge in its row.</summary>
    internal NodeList Places { get; } = new();

    /// <summary>The factor of each target, by which its edges' scales are found.</summary>
    internal double[] Factors { get; set; } = [];

    /// <summary>Room for the words of a row, and the largest word to the end of a vector.</summary>
    internal uint* Words(int length)
    {
        if (_words.Length < length + LaborRow.Padding)
        {
            _words.Dispose();
            _words = new NativeArray<uint>(2L * (length + LaborRow.Padding));
        }

        new Span<uint>(_words.Pointer + length, LaborRow.Padding).Fill(uint.MaxValue);
        return _words.Pointer;
    }

    public void Dispose()
    {
        Numbering.Dispose();
        Numbers.Dispose();
        Importance?.Dispose();
        Found.Dispose();
        Places.Dispose();
        _words.Dispose();
    }
}
