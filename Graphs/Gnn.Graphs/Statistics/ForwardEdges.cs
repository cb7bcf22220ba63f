namespace Gnn.Graphs.Statistics;

/// <summary>The edges of lists of neighbours turned towards the node of higher degree, with nodes numbered by degree: places.</summary>
internal sealed class ForwardEdges
{
    private readonly int[] _starts;
    private readonly int[] _heads;
    private readonly byte[] _kinds;

    private ForwardEdges(int[] nodes, int[] starts, int[] heads, byte[] kinds) => (Nodes, _starts, _heads, _kinds) = (nodes, starts, heads, kinds);

    /// <summary>The node at each place.</summary>
    public int[] Nodes { get; }

    public static ForwardEdges Of(NeighbourLists neighbours)
    {
        int nodeCount = neighbours.NodeCount;
        int[] nodes = ByLength(neighbours);
        int[] places = new int[nodeCount];
        for (int place = 0; place < nodeCount; place++)
        {
            places[nodes[place]] = place;
        }

        ReadOnlySpan<int> all = neighbours.All;
        int[] starts = new int[nodeCount + 1];
        int[] heads = new int[all.Length / 2];
        byte[] kinds = new byte[heads.Length];
        int end = 0;
        for (int place = 0; place < nodeCount; place++)
        {
            long last = neighbours.Starts[nodes[place] + 1];
            for (long entry = neighbours.Starts[nodes[place]]; entry < last; entry++)
            {
                int head = places[all[(int)entry]];
                if (head > place)
                {
                    heads[end] = head;
                    kinds[end++] = (byte)neighbours.Multiplicity(entry);
                }
            }

            starts[place + 1] = end;
        }

        return new ForwardEdges(nodes, starts, heads, kinds);
    }

    /// <summary>Visits the triangles whose lowest place is in a range.</summary>
    /// <param name="from">The first place.</param>
    /// <param name="to">One past the last.</param>
    /// <param name="marks">Zeros, <c>[N]</c>; zeros again at the end.</param>
    /// <param name="visitor">Who is called.</param>
    public void Walk<TVisitor>(int from, int to, byte[] marks, ref TVisitor visitor)
        where TVisitor : struct, ITriangleVisitor
    {
        for (int first = from; first < to; first++)
        {
            (int start, int end) = (_starts[first], _starts[first + 1]);
            for (int edge = start; edge < end; edge++)
            {
                marks[_heads[edge]] = _kinds[edge];
            }

            for (int edge = start; edge < end; edge++)
            {
                int second = _heads[edge];
                int last = _starts[second + 1];
                for (int opposite = _starts[second]; opposite < last; opposite++)
                {
                    int third = _heads[opposite];
                    if (marks[third] != 0)
                    {
                        visitor.Visit(first, second, third, _kinds[edge], marks[third], _kinds[opposite]);
                    }
                }
            }

            for (int edge = start; edge < end; edge++)
            {
                marks[_heads[edge]] = 0;
            }
        }
    }

    /// <summary>The nodes by the number of neighbours, then by id: a counting sort.</summary>
    private static int[] ByLength(NeighbourLists neighbours)
    {
        int[] starts = new int[neighbours.NodeCount + 1];
        for (int node = 0; node < neighbours.NodeCount; node++)
        {
            starts[neighbours.Length(node) + 1]++;
        }

        for (int length = 1; length < starts.Length; length++)
        {
            starts[length] += starts[length - 1];
        }

        int[] nodes = new int[neighbours.NodeCount];
        for (int node = 0; node < nodes.Length; node++)
        {
            nodes[starts[neighbours.Length(node)]++] = node;
        }

        return nodes;
    }
}
