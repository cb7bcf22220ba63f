namespace Gnn.Tensors.Engines;

/// <summary>How an operand is read to broadcast to a shape: the shape as four axes, and the operand's step along each, 0 where it stretches.</summary>
internal readonly struct Broadcasting
{
    internal readonly long Length0, Length1, Length2, Length3;
    internal readonly long Step0, Step1, Step2, Step3;

    internal Broadcasting(in Shape operand, in Shape shape)
    {
        Span<long> lengths = [1, 1, 1, 1];
        Span<long> steps = [0, 0, 0, 0];
        long step = 1;
        for (int i = 1; i <= shape.Rank; i++)
        {
            lengths[^i] = shape[-i];
            if (i <= operand.Rank)
            {
                steps[^i] = operand[-i] == 1 ? 0 : step;
                step *= operand[-i];
            }
        }

        (Length0, Length1, Length2, Length3) = (lengths[0], lengths[1], lengths[2], lengths[3]);
        (Step0, Step1, Step2, Step3) = (steps[0], steps[1], steps[2], steps[3]);
    }
}
