namespace Gnn.Training;

/// <summary>An epoch of <see cref="KnowledgeGraphTrainer"/>.</summary>
/// <param name="Epoch">Its number, from 1.</param>
/// <param name="Loss">The mean loss of its queries, before the step of each.</param>
/// <param name="ValidationMrr">The filtered mean reciprocal rank of the validation facts after it; NaN where they were not measured.</param>
public sealed record KnowledgeGraphEpoch(int Epoch, double Loss, double ValidationMrr)
{
    internal const int NumberCount = 3;

    internal double[] ToNumbers() => [Epoch, Loss, ValidationMrr];

    internal static KnowledgeGraphEpoch FromNumbers(double[] numbers) => new((int)numbers[0], numbers[1], numbers[2]);
}
