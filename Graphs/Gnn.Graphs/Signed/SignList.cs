using Gnn.Tensors.Memory;

namespace Gnn.Graphs.Signed;

/// <summary>The signs of a list of edges, and the edges of either sign, made at first use; shared by counting.</summary>
internal sealed class SignList : IDisposable
{
    private readonly Lock _lock = new();
    private (EdgeList List, long[] Ids)? _positive;
    private (EdgeList List, long[] Ids)? _negative;
    private int _holders = 1;

    /// <summary>Takes over the signs.</summary>
    public SignList(NativeArray<sbyte> signs) => Signs = signs;

    /// <summary>1 or -1 for each edge.</summary>
    public NativeArray<sbyte> Signs { get; }

    /// <summary>The edges of a sign and which of all edges they are, ascending.</summary>
    public (EdgeList List, long[] Ids) Part(bool isPositive, EdgeList all)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_holders <= 0, typeof(SignedGraph));
            return isPositive ? _positive ??= Cut(1, all) : _negative ??= Cut(-1, all);
        }
    }

    public SignList Share()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_holders <= 0, typeof(SignedGraph));
            _holders++;
        }

        return this;
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (--_holders > 0)
            {
                return;
            }
        }

        _positive?.List.Dispose();
        _negative?.List.Dispose();
        Signs.Dispose();
    }

    private unsafe (EdgeList List, long[] Ids) Cut(sbyte sign, EdgeList all)
    {
        long count = 0;
        for (long edge = 0; edge < all.Count; edge++)
        {
            count += Signs.Pointer[edge] == sign ? 1 : 0;
        }

        EdgeList.RequireMemory(2 * count);
        long[] ids = new long[count];
        var sources = new NativeArray<int>(count);
        var targets = new NativeArray<int>(count);
        long place = 0;
        for (long edge = 0; edge < all.Count; edge++)
        {
            if (Signs.Pointer[edge] == sign)
            {
                (sources.Pointer[place], targets.Pointer[place], ids[place]) = (all.Sources.Pointer[edge], all.Targets.Pointer[edge], edge);
                place++;
            }
        }

        return (new EdgeList(all.SourceCount, all.TargetCount, sources, targets), ids);
    }
}
