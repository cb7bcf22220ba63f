namespace Gnn.Training.Metrics;

/// <summary>The area under the receiver operating characteristic: the chance that a positive sample scores higher than a negative one, where a tie counts
/// half.</summary>
/// <remarks>
/// <code>AUC = (sum of the ranks of positives - P (P + 1) / 2) / (P N),  tied scores share the mean of their ranks</code>
/// <para>Hanley and McNeil, "The meaning and use of the area under a receiver operating characteristic (ROC) curve", 1982. Ranks are summed in whole numbers,
/// so that the
/// order of samples changes no bit. Costs O(n log n).</para>
/// <para>With positives alone, or negatives alone, there is no pair to compare and the area is NaN; scikit-learn gives an error there. It is a number over all
/// samples at once: the
/// mean of the areas of batches is another number.</para>
/// </remarks>
public static class RocAuc
{
    /// <summary>The area for scores of two classes.</summary>
    /// <param name="scores">The score of each sample, any numbers but NaN; the higher, the more positive.</param>
    /// <param name="isPositive">Whether each sample is positive.</param>
    /// <returns>The area, in [0, 1]; NaN if all samples are of one class, or there are none.</returns>
    /// <exception cref="ArgumentException">There are not as many scores as samples, or a score is NaN; the message names the row.</exception>
    public static double Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> isPositive)
    {
        ScoreChecks.SameLength(scores.Length, isPositive.Length, nameof(scores), nameof(isPositive));
        ScoreChecks.NotNaN(scores, nameof(scores));
        double[] sorted = scores.ToArray();
        bool[] positive = isPositive.ToArray();
        Array.Sort(sorted, positive);
        return OfSorted(sorted, positive);
    }

    /// <summary>The area for scores of two classes, by labels.</summary>
    /// <param name="scores">The score of each sample, any numbers but NaN; the higher, the more class 1.</param>
    /// <param name="labels">The class of each sample, 0 or 1.</param>
    /// <returns>The area, in [0, 1]; NaN if all samples are of one class, or there are none.</returns>
    /// <exception cref="ArgumentException">There are not as many scores as labels, a label is neither 0 nor 1, or a score is NaN; the message names the
    /// row.</exception>
    public static double Of(ReadOnlySpan<double> scores, ReadOnlySpan<int> labels)
    {
        ScoreChecks.Labels(labels, 2, nameof(labels));
        return Of(scores, Is(labels, 1));
    }

    /// <summary>The area of each class against all others.</summary>
    /// <param name="scores">The score of each class for each sample, <c>[N, C]</c> row by row, any numbers but NaN.</param>
    /// <param name="labels">The class of each sample, in [0, C).</param>
    /// <param name="classCount">C, at least 2.</param>
    /// <returns>The areas and their means.</returns>
    /// <exception cref="ArgumentException">There are not C scores for each label, a label is out of range, or a score is NaN; the message names the row.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than 2 classes.</exception>
    /// <remarks>Costs O(C n log n).</remarks>
    public static OneVersusRestAuc OneVersusRest(ReadOnlySpan<double> scores, ReadOnlySpan<int> labels, int classCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 2);
        if (scores.Length != (long)labels.Length * classCount)
        {
            throw new ArgumentException(
                $"'scores' must be [{labels.Length}, {classCount}], one for each class of each sample, got {scores.Length} numbers.", nameof(scores));
        }

        ScoreChecks.Labels(labels, classCount, nameof(labels));
        ScoreChecks.NotNaN(scores, nameof(scores), classCount);
        double[] areas = new double[classCount];
        int[] counts = new int[classCount];
        double[] column = new double[labels.Length];
        for (int c = 0; c < classCount; c++)
        {
            for (int i = 0; i < column.Length; i++)
            {
                column[i] = scores[(i * classCount) + c];
            }

            bool[] positive = Is(labels, c);
            counts[c] = positive.Count(each => each);
            Array.Sort(column, positive);
            areas[c] = OfSorted(column, positive);
        }

        return new OneVersusRestAuc(areas, counts);
    }

    private static bool[] Is(ReadOnlySpan<int> labels, int label)
    {
        bool[] positive = new bool[labels.Length];
        for (int i = 0; i < positive.Length; i++)
        {
            positive[i] = labels[i] == label;
        }

        return positive;
    }

    private static double OfSorted(double[] scores, bool[] positive)
    {
        // Twice the ranks, which are whole: those of a run of ties from first to last (from 1) add up to first + last each.
        Int128 ranks = 0;
        long positives = 0;
        for (int first = 0; first < scores.Length;)
        {
            int end = first + 1;
            long found = positive[first] ? 1 : 0;
            for (; end < scores.Length && scores[end] == scores[first]; end++)
            {
                found += positive[end] ? 1 : 0;
            }

            ranks += (Int128)found * (first + 1 + end);
            positives += found;
            first = end;
        }

        long negatives = scores.Length - positives;
        return positives == 0 || negatives == 0
            ? double.NaN
            : (double)(ranks - ((Int128)positives * (positives + 1))) / (2.0 * positives * negatives);
    }
}
