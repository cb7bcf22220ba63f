using Gnn.Tensors.Memory;

namespace Gnn.Sampling.Neighbors;

/// <summary>The edges that the nodes of a hop have drawn, node by node: their places in the rows of the graph, and how many edges each stands for.</summary>
internal sealed unsafe class DrawnEdges : IDisposable
{
    private const int FirstLength = 1024;

    private NativeArray<int> _pointers = new(FirstLength);
    private NativeArray<int> _places = new(FirstLength);
    private NativeArray<float> _scales = new(FirstLength);
    private int _targets;

    /// <summary>How many there are.</summary>
    internal int Count { get; private set; }

    /// <summary>Where the edges of each node begin.</summary>
    internal int* Pointers => _pointers.Pointer;

    /// <summary>The place of each edge in its row; moves when room is made.</summary>
    internal int* Places => _places.Pointer;

    /// <summary>How many edges each stands for; moves when room is made.</summary>
    internal float* Scales => _scales.Pointer;

    /// <summary>Begins a hop.</summary>
    /// <param name="targets">The number of nodes.</param>
    internal void Begin(int targets)
    {
        if (_pointers.Length <= targets)
        {
            _pointers.Dispose();
            _pointers = new NativeArray<int>(2L * targets);
        }

        (_targets, Count, _pointers.Pointer[0]) = (targets, 0, 0);
    }

    /// <summary>Makes room for the edges of a node.</summary>
    /// <param name="target">The node's number.</param>
    /// <param name="more">How many may come.</param>
    /// <exception cref="InvalidOperationException">There are too many.</exception>
    internal void Reserve(int target, int more)
    {
        long wanted = (long)Count + more;
        if (wanted > int.MaxValue)
        {
            throw new InvalidOperationException($"A batch has at most {int.MaxValue} edges a hop, but the first {target + 1} of {_targets} nodes may have {wanted}: take fewer seeds or smaller fanouts.");
        }

        if (wanted <= _places.Length)
        {
            return;
        }

        long length = Math.Max(wanted, 2 * _places.Length);
        _places = Grown(_places, length);
        _scales = Grown(_scales, length);
    }

    /// <summary>Ends the edges of a node.</summary>
    /// <param name="target">The node's number.</param>
    /// <param name="count">How many edges of it are new.</param>
    internal void End(int target, int count)
    {
        Count += count;
        _pointers.Pointer[target + 1] = Count;
    }

    public void Dispose()
    {
        _pointers.Dispose();
        _places.Dispose();
        _scales.Dispose();
    }

    private NativeArray<T> Grown<T>(NativeArray<T> array, long length)
        where T : unmanaged
    {
        var larger = new NativeArray<T>(length);
        array.Span(0, Count).CopyTo(larger.Span(0, Count));
        array.Dispose();
        return larger;
    }
}
