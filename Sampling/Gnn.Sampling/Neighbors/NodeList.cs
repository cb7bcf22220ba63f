using Gnn.Tensors.Memory;

namespace Gnn.Sampling.Neighbors;

/// <summary>A list of nodes that grows, with room for one write past its end.</summary>
internal sealed unsafe class NodeList : IDisposable
{
    private const int FirstLength = 1024;

    private NativeArray<int> _nodes = new(FirstLength);

    /// <summary>How many there are.</summary>
    internal int Count { get; set; }

    /// <summary>The nodes; moves when room is made.</summary>
    internal int* Pointer => _nodes.Pointer;

    /// <summary>Makes room for more.</summary>
    /// <param name="more">How many may come.</param>
    internal void Reserve(long more)
    {
        long wanted = checked((int)(Count + more)) + 1L;
        if (wanted <= _nodes.Length)
        {
            return;
        }

        var larger = new NativeArray<int>(Math.Max(wanted, 2 * _nodes.Length));
        _nodes.Span(0, Count).CopyTo(larger.Span(0, Count));
        _nodes.Dispose();
        _nodes = larger;
    }

    /// <summary>A copy of the nodes, owned by the caller.</summary>
    internal NativeArray<int> ToArray() => new(new ReadOnlySpan<int>(Pointer, Count));

    public void Dispose() => _nodes.Dispose();
}
