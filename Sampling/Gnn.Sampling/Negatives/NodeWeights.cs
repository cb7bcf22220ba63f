using Gnn.Tensors;

namespace Gnn.Sampling.Negatives;

/// <summary>Draws a node with a chance in proportion to its weight, by search in the running sums.</summary>
internal sealed class NodeWeights
{
    private readonly double[] _weights;
    private readonly double[] _sums;

    /// <summary>Keeps weights, which are zero or more and finite.</summary>
    internal NodeWeights(double[] weights)
    {
        _weights = weights;
        _sums = new double[weights.Length];
        double sum = 0;
        for (int node = 0; node < weights.Length; node++)
        {
            sum += weights[node];
            _sums[node] = sum;
            PositiveCount += weights[node] > 0 ? 1 : 0;
        }

        Total = sum;
    }

    internal double Total { get; }

    /// <summary>How many nodes can be drawn at all.</summary>
    internal int PositiveCount { get; }

    internal double this[int node] => _weights[node];

    /// <summary>Draws; the total must not be 0.</summary>
    internal int Draw(ref RandomSequence random)
    {
        // A number in [0, total) is below the sum of some node, and the first such node has a weight. Rounding may give the total itself.
        double number = Math.Min(random.NextDouble() * Total, Math.BitDecrement(Total));
        int low = 0;
        int high = _sums.Length - 1;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = _sums[middle] <= number ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>The weight of all nodes without some, exact to rounding even where next to nothing is left.</summary>
    internal double Without(ReadOnlySpan<int> rising)
    {
        double sum = 0;
        if (rising.Length <= PositiveCount / 2)
        {
            // So many nodes of weight at least 1 are left that the difference of sums says their weight well.
            foreach (int node in rising)
            {
                sum += _weights[node];
            }

            return Total - sum;
        }

        int next = 0;
        for (int node = 0; node < _weights.Length; node++)
        {
            if (next < rising.Length && rising[next] == node)
            {
                next++;
            }
            else
            {
                sum += _weights[node];
            }
        }

        return sum;
    }
}
