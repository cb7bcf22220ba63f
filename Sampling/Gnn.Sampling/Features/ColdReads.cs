using System.Diagnostics;

namespace Gnn.Sampling.Features;

/// <summary>Finds out whether rows come from the disk or from the system's memory, by the time they take, so that the disk is told what comes next and memory
/// is not asked twice.</summary>
/// <remarks>A disk that is asked for one row after another gives a few thousand a second, and ten times as many where it knows the next hundreds; of rows in
/// memory, telling costs as much as reading. What is told changes no result.</remarks>
internal struct ColdReads
{
    private const double ColdMicroseconds = 10;
    private const double WarmMicroseconds = 3;

    private int _isCold;

    /// <summary>Whether to tell the system what a run of rows will read.</summary>
    public readonly bool AreExpected => Volatile.Read(in _isCold) != 0;

    /// <summary>Learns from a run of rows that was read.</summary>
    /// <param name="start">When its reading began.</param>
    /// <param name="rows">Its rows, at least 1.</param>
    public void Learn(long start, long rows)
    {
        double each = Stopwatch.GetElapsedTime(start).TotalMicroseconds / rows;
        if (each > ColdMicroseconds)
        {
            Volatile.Write(ref _isCold, 1);
        }
        else if (each < WarmMicroseconds)
        {
            Volatile.Write(ref _isCold, 0);
        }
    }
}
