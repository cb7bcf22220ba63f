using Gnn.Tensors;
using Gnn.Training.Losses;

namespace Gnn.Training.Links;

/// <summary>The loss of scores, see <see cref="LinkLoss"/>.</summary>
internal static class LinkObjective
{
    /// <summary>The loss of P links with K negatives each: those of link i are <c>i K</c> to <c>i K + K - 1</c>.</summary>
    /// <param name="links">[P].</param>
    /// <param name="negatives">[P K].</param>
    /// <param name="options">Which loss.</param>
    internal static Tensor Of(Tensor links, Tensor negatives, LinkPredictionOptions options)
    {
        long count = links.Shape[0];
        Tensor rows = negatives.Reshape((count, negatives.Shape[0] / count));
        Tensor column = links.Reshape((count, 1));
        switch (options.Loss)
        {
            case LinkLoss.Bpr:
                return LossArguments.Softplus(rows - column).Mean();
            case LinkLoss.Margin:
                return ((rows - column) + options.Margin).Relu().Mean();
            case LinkLoss.Softmax:
                Tensor all = Tensor.Concatenate([column, rows], 1) / options.Temperature;
                return (all.LogSumExp(1) - (links / options.Temperature)).Mean();
            case LinkLoss.SelfAdversarial:
                Tensor weights = (rows * options.Temperature).Softmax().Detach();
                return LossArguments.Softplus(-links).Mean() + ((weights * LossArguments.Softplus(rows)).Sum() / count);
            default:
                return LossArguments.Softplus(-links).Mean() + LossArguments.Softplus(negatives).Mean();
        }
    }
}
