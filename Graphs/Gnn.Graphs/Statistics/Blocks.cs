using Gnn.Tensors.Engines;

namespace Gnn.Graphs.Statistics;

/// <summary>Work that is cut into blocks by its size alone, so that threads decide who does a block and never what comes out.</summary>
internal static class Blocks
{
    private const int BlockLength = 4096;

    /// <summary>As many threads as the default engine has.</summary>
    public static int Threads => Engine.Default.ThreadCount;

    /// <summary>Does all blocks on at most so many threads.</summary>
    public static void Run(int blocks, int threads, Action<int> block)
    {
        if (threads == 1 || blocks <= 1)
        {
            for (int i = 0; i < blocks; i++)
            {
                block(i);
            }
        }
        else
        {
            Parallel.For(0, blocks, new ParallelOptions { MaxDegreeOfParallelism = threads }, block);
        }
    }

    /// <summary>Runs over [0, length) and adds up what its blocks, from a start to an end, return: in their order.</summary>
    public static double Sum(int length, int threads, Func<int, int, double> block)
    {
        double[] sums = new double[(int)((length + (BlockLength - 1L)) / BlockLength)];
        Run(sums.Length, threads, i => sums[i] = block(i * BlockLength, (int)Math.Min(length, (i + 1L) * BlockLength)));
        double total = 0;
        foreach (double sum in sums)
        {
            total += sum;
        }

        return total;
    }
}
