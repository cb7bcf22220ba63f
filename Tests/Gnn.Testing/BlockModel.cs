namespace Gnn.Testing;

/// <summary>Products of small square blocks by their definition, over a list of entries.</summary>
internal sealed class BlockModel(RandomEdges edges, int size)
{
    private readonly int[] _order = edges.EntryOrder;

    /// <summary>y_i += B_e x_j, or y_j += B_e^T x_i.</summary>
    internal double[] Product(double[] blocks, double[] x, int width, bool transposed)
    {
        double[] y = new double[(transposed ? edges.SourceCount : edges.TargetCount) * size * width];
        for (int entry = 0; entry < _order.Length; entry++)
        {
            (int to, int from) = (edges.Targets[_order[entry]], edges.Sources[_order[entry]]);
            (to, from) = transposed ? (from, to) : (to, from);
            for (int r = 0; r < size; r++)
            {
                for (int c = 0; c < size; c++)
                {
                    double value = blocks[(entry * size * size) + (transposed ? (c * size) + r : (r * size) + c)];
                    for (int k = 0; k < width; k++)
                    {
                        y[(((to * size) + r) * width) + k] += value * x[(((from * size) + c) * width) + k];
                    }
                }
            }
        }

        return y;
    }

    /// <summary>P_e = a_i b_j^T.</summary>
    internal double[] Outer(double[] a, double[] b, int width)
    {
        double[] y = new double[_order.Length * size * size];
        for (int entry = 0; entry < _order.Length; entry++)
        {
            (int i, int j) = (edges.Targets[_order[entry]], edges.Sources[_order[entry]]);
            for (int place = 0; place < size * size; place++)
            {
                for (int k = 0; k < width; k++)
                {
                    y[(entry * size * size) + place] +=
                        a[(((i * size) + (place / size)) * width) + k] * b[(((j * size) + (place % size)) * width) + k];
                }
            }
        }

        return y;
    }

    internal static double[] MatMul(double[] a, bool transposeA, double[] b, bool transposeB, int size)
    {
        double[] y = new double[a.Length];
        for (int i = 0; i < y.Length; i++)
        {
            int block = i / (size * size) * size * size;
            (int row, int column) = (i % (size * size) / size, i % size);
            for (int k = 0; k < size; k++)
            {
                y[i] += a[block + (transposeA ? (k * size) + row : (row * size) + k)] * b[block + (transposeB ? (column * size) + k : (k * size) + column)];
            }
        }

        return y;
    }
}
