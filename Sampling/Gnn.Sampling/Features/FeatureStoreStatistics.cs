using System.Globalization;

namespace Gnn.Sampling.Features;

/// <summary>What a <see cref="FeatureStore"/> holds and has cost so far.</summary>
/// <param name="Rows">The rows of the table.</param>
/// <param name="Features">The columns of the table.</param>
/// <param name="BytesResident">Bytes of memory that the store holds or shares: the table, or the cache with what it knows of the rows. 0 for a store that only
/// reads.</param>
/// <param name="BytesMapped">Bytes of a mapped file, of which the system keeps in memory what was touched as long as there is room; they count as resident
/// memory of the process.</param>
/// <param name="RowsGathered">Rows given out.</param>
/// <param name="Hits">Rows that were in memory of the store.</param>
/// <param name="Misses">Rows that were not; a mapped store does not know, and counts neither.</param>
/// <param name="BytesRead">Bytes asked from the file system, which may have had them in memory; a mapped store asks for none.</param>
public sealed record FeatureStoreStatistics(
    long Rows, int Features, long BytesResident, long BytesMapped, long RowsGathered, long Hits, long Misses, long BytesRead)
{
    /// <summary>The share of hits, in [0, 1]; NaN where neither hits nor misses were counted.</summary>
    public double HitRate => (double)Hits / (Hits + Misses);

    /// <summary>The figures in one line.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Rows} x {Features}; {Megabytes(BytesResident)} MB resident, {Megabytes(BytesMapped)} MB mapped; {RowsGathered} rows gathered, {Hits} hits, {Misses} misses, {Megabytes(BytesRead)} MB read");

    private static string Megabytes(long bytes) => (bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture);
}
