namespace Gnn.Tensors.Engines;

public sealed unsafe partial class ReferenceEngine
{
    /// <inheritdoc/>
    public override EngineBuffer MatMul(in BufferView a, bool transposeA, in BufferView b, bool transposeB)
    {
        double* left = Doubles(a);
        double* right = Doubles(b);
        (long m, long k) = transposeA ? (a.Shape[1], a.Shape[0]) : (a.Shape[0], a.Shape[1]);
        long n = transposeB ? b.Shape[0] : b.Shape[1];
        HostBuffer buffer = NewDoubles(m * n, out double* y);
        for (long i = 0; i < m; i++)
        {
            for (long j = 0; j < n; j++)
            {
                double sum = 0;
                for (long l = 0; l < k; l++)
                {
                    sum += left[transposeA ? (l * m) + i : (i * k) + l] * right[transposeB ? (j * k) + l : (l * n) + j];
                }

                y[(i * n) + j] = sum;
            }
        }

        return buffer;
    }

    /// <inheritdoc/>
    public override EngineBuffer Transpose(in BufferView x)
    {
        double* from = Doubles(x);
        (long rows, long columns) = (x.Shape[0], x.Shape[1]);
        HostBuffer buffer = NewDoubles(x.Count, out double* y);
        for (long i = 0; i < rows; i++)
        {
            for (long j = 0; j < columns; j++)
            {
                y[(j * rows) + i] = from[(i * columns) + j];
            }
        }

        return buffer;
    }
}
