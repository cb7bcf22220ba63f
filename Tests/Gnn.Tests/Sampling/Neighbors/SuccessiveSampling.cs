namespace Gnn.Tests.Sampling.Neighbors;

/// <summary>The exact chances of drawing without replacement, each time in proportion to weight among what is left.</summary>
internal static class SuccessiveSampling
{
    /// <summary>The chance of each set of places, by adding up all orders in which it can be drawn.</summary>
    public static SortedDictionary<string, double> Sets(double[] weights, int fanout)
    {
        var chances = new SortedDictionary<string, double>(StringComparer.Ordinal);
        Draw([], 1);
        return chances;

        void Draw(int[] drawn, double chance)
        {
            if (drawn.Length == fanout)
            {
                string set = string.Join(' ', drawn.Order());
                chances[set] = chances.GetValueOrDefault(set) + chance;
                return;
            }

            double left = weights.Where((_, place) => !drawn.Contains(place)).Sum();
            for (int place = 0; place < weights.Length; place++)
            {
                if (weights[place] > 0 && !drawn.Contains(place))
                {
                    Draw([.. drawn, place], chance * weights[place] / left);
                }
            }
        }
    }

    /// <summary>The chance that each place is drawn: of times that are exponential with the weights as rates, that it is among the first, by Simpson's rule over its own.</summary>
    public static double[] Inclusions(double[] weights, int fanout)
    {
        const int steps = 2000;
        double[] inclusions = new double[weights.Length];
        for (int own = 0; own < weights.Length; own++)
        {
            // With s = exp(-w t) the integral over the own time is one over s in [0, 1].
            for (int step = 0; step <= steps; step++)
            {
                double s = (double)step / steps;
                double factor = step is 0 or steps ? 1 : step % 2 == 1 ? 4 : 2;
                inclusions[own] += factor / (3 * steps) * FewerBefore(weights, own, s, fanout);
            }
        }

        return inclusions;
    }

    /// <summary>The chance that fewer than so many others come before the time t = -ln s / w of one.</summary>
    private static double FewerBefore(double[] weights, int own, double s, int fanout)
    {
        double[] chances = new double[fanout];
        chances[0] = 1;
        for (int other = 0; other < weights.Length; other++)
        {
            if (other == own)
            {
                continue;
            }

            double late = Math.Pow(s, weights[other] / weights[own]);
            for (int count = fanout - 1; count >= 0; count--)
            {
                chances[count] = (chances[count] * late) + (count == 0 ? 0 : chances[count - 1] * (1 - late));
            }
        }

        return chances.Sum();
    }
}
