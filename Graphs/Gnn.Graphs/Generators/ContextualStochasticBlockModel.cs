using Gnn.Tensors;

namespace Gnn.Graphs.Generators;

/// <summary>Two communities seen twice, in the edges and in the features of the nodes, each with a strength of its own.</summary>
/// <param name="NodeCount">N, at least 2.</param>
/// <param name="FeatureCount">P, at least 1.</param>
/// <param name="MeanDegree">d, above 0 and below N.</param>
/// <param name="Lambda">The strength of the edges, from <c>-sqrt(d)</c>, no edge inside a class, to <c>sqrt(d)</c>, no edge between classes.</param>
/// <param name="Mu">The strength of the features, at least 0.</param>
/// <remarks>
/// <code>
/// P(edge i, j) = (d + lambda sqrt(d)) / N inside a class, (d - lambda sqrt(d)) / N between classes
/// x_i = sqrt(mu / N) v_i u + z_i / sqrt(P),   v_i = +1 or -1,   u ~ N(0, I / P),   z_i ~ N(0, I)
/// </code>
/// <para>
/// Deshpande, Montanari, Mossel and Sen, "Contextual stochastic block models", 2018. It tells whether a network uses edges and features as well as they can be
/// used, homophilous or not: Chien et al., "Adaptive universal generalized PageRank graph neural network", 2021. Departure: the first <c>ceil(N / 2)</c> nodes
/// are
/// of class 0 and the others of class 1, as in the latter's code, where the former draws each class.
/// </para>
/// </remarks>
public sealed record ContextualStochasticBlockModel(int NodeCount, int FeatureCount, double MeanDegree, double Lambda, double Mu)
{
    private const int MostSteps = 20_000;

    /// <summary>gamma = N / P, the number of nodes for each feature.</summary>
    public double NodesPerFeature => (double)NodeCount / FeatureCount;

    /// <summary>
    /// <c>lambda^2 + mu^2 / gamma</c>: above 1, and only there, the classes can be found better than by guessing without any label, as N grows (Deshpande et
    /// al.
    /// 2018, theorem 1 for the Gaussian model and for large degrees).
    /// </summary>
    public double Signal => (Lambda * Lambda) + (Mu * Mu / NodesPerFeature);

    /// <summary>The model whose strength is shared between edges and features by an angle, as in the experiments of Chien et al. 2021.</summary>
    /// <param name="nodeCount">N, at least 2.</param>
    /// <param name="featureCount">P, at least 1.</param>
    /// <param name="meanDegree">d, above 0 and below N.</param>
    /// <param name="phi">From -1, edges alone and heterophilous, over 0, features alone, to 1, edges alone and homophilous.</param>
    /// <param name="signal"><c>lambda^2 + mu^2 / gamma</c>, at least 0.</param>
    /// <returns>The model with <c>lambda = sqrt(signal) sin(phi pi / 2)</c> and <c>mu = sqrt(gamma signal) cos(phi pi / 2)</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public static ContextualStochasticBlockModel FromAngle(int nodeCount, int featureCount, double meanDegree, double phi, double signal)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(featureCount, 1);
        if (!(phi is >= -1 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(phi), phi, "'phi' must be in [-1, 1].");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(signal);
        (double sine, double cosine) = Math.SinCos(phi * Math.PI / 2);
        double gamma = (double)nodeCount / featureCount;
        return new(nodeCount, featureCount, meanDegree, Math.Sqrt(signal) * sine, Math.Sqrt(gamma * signal) * Math.Max(0, cosine));
    }

    /// <summary>Draws a graph of this model.</summary>
    /// <param name="source">Where the draw comes from; the same source draws the same graph.</param>
    /// <param name="threads">How many threads draw; those of the default engine if null. The graph is the same at any number.</param>
    /// <returns>The undirected graph, owned by the caller, with features <c>[N, P]</c> and labels 0 (v = +1) and 1 (v = -1); O(E + N P).</returns>
    /// <exception cref="ArgumentOutOfRangeException">A parameter of the model is out of range.</exception>
    /// <exception cref="InsufficientMemoryException">Edges or features do not fit the machine's memory.</exception>
    public Graph Create(RandomSource source, int? threads = null)
    {
        Check();
        GeneratorChecks.CheckMemory(8.0 * NodeCount * FeatureCount, $"{NodeCount} rows of {FeatureCount} features", nameof(FeatureCount));
        double shift = Lambda * Math.Sqrt(MeanDegree);
        using Graph graph = StochasticBlockModel.PlantedPartition(
            NodeCount, 2, Chance(MeanDegree + shift), Chance(MeanDegree - shift), source.Stream("edges"), threads);
        double[] direction = new double[FeatureCount];
        source.Stream("direction").FillNormal(direction, 0, 0, 1 / Math.Sqrt(FeatureCount));
        float[] features = new float[checked(NodeCount * FeatureCount)];
        RandomSource noise = source.Stream("features");
        double strength = Math.Sqrt(Mu / NodeCount);
        int firstClass = (NodeCount + 1) / 2;
        const int rowsPerRun = 256;
        GeneratorThreads.For((NodeCount + rowsPerRun - 1) / rowsPerRun, threads, run =>
        {
            for (int node = run * rowsPerRun; node < Math.Min(NodeCount, (run + 1) * rowsPerRun); node++)
            {
                Span<float> row = features.AsSpan(node * FeatureCount, FeatureCount);
                noise.FillNormal(row, (long)node * FeatureCount, 0, 1 / Math.Sqrt(FeatureCount));
                double mean = node < firstClass ? strength : -strength;
                for (int i = 0; i < row.Length; i++)
                {
                    row[i] += (float)(mean * direction[i]);
                }
            }
        });
        return graph.WithFeatures(Tensor.Create(features, (NodeCount, FeatureCount)));
    }

    /// <summary>The best accuracy that any classifier can reach on nodes whose label it is not told, as N and d grow.</summary>
    /// <param name="labeledShare">The share of the nodes whose label is told, in [0, 1]; they are drawn at random.</param>
    /// <returns>The accuracy in [0.5, 1], up to exchanging the two classes where no label is told.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share or a parameter of the model is out of range.</exception>
    /// <remarks>
    /// <code>
    /// accuracy = Phi(sqrt(s)),   s = lambda^2 q + (mu^2 / gamma) q / (1 + mu q),   q = share + (1 - share) E[tanh(s + sqrt(s) g)],   g ~ N(0, 1)
    /// </code>
    /// <para>
    /// s is the strength of all that a node's neighbours and features tell of it, q how well the others are known; the largest solution is taken. This is the
    /// fixed point of the Gaussian model of Deshpande et al. 2018, to which edges of large mean degree are equivalent; with labels as in Duranthon and
    /// Zdeborova,
    /// "Optimal inference in contextual stochastic block models", 2024. Two ends are in closed form: nothing told at <see cref="Signal"/> of at most 1 gives
    /// 1/2, and
    /// all but one told gives <c>Phi(sqrt(lambda^2 + (mu^2 / gamma) / (1 + mu)))</c>. At small d the truth differs, as degrees vary from node to node.
    /// </para>
    /// </remarks>
    public double BayesAccuracy(double labeledShare = 0)
    {
        Check();
        GeneratorChecks.CheckProbability(labeledShare);
        double known = 1;
        double strength = Strength(known);
        for (int step = 0; step < MostSteps; step++)
        {
            double next = labeledShare + ((1 - labeledShare) * MeanTanh(strength));
            double change = Math.Abs(next - known);
            known = next;
            strength = Strength(known);
            if (change < 1e-13)
            {
                break;
            }
        }

        return MathNet.Numerics.Distributions.Normal.CDF(0, 1, Math.Sqrt(strength));
    }

    // E[tanh(s + sqrt(s) g)] by the trapezium rule, which is exact to rounding for a smooth function under a normal weight.
    private static double MeanTanh(double strength)
    {
        const double width = 0.05;
        const double reach = 9;
        double root = Math.Sqrt(strength);
        double sum = 0;
        for (double g = -reach; g <= reach; g += width)
        {
            sum += Math.Tanh(strength + (root * g)) * Math.Exp(-g * g / 2);
        }

        return sum * width / Math.Sqrt(Math.Tau);
    }

    private double Strength(double known) => (Lambda * Lambda * known) + (Mu * Mu / NodesPerFeature * known / (1 + (Mu * known)));

    private double Chance(double degree) => Math.Clamp(degree / NodeCount, 0, 1);

    private void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(NodeCount, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(FeatureCount, 1);
        if (!(MeanDegree > 0 && MeanDegree < NodeCount))
        {
            throw new ArgumentOutOfRangeException(
                nameof(MeanDegree), MeanDegree, $"The mean degree must be above 0 and below {NodeCount}, the number of nodes.");
        }

        double shift = Math.Abs(Lambda) * Math.Sqrt(MeanDegree);
        if (!(shift <= MeanDegree * (1 + 1e-9) && MeanDegree + shift <= NodeCount))
        {
            throw new ArgumentOutOfRangeException(
                nameof(Lambda),
                Lambda,
                $"'Lambda' must be within the square root of the mean degree {MeanDegree}, so that both chances of an edge are in [0, 1].");
        }

        if (!(Mu >= 0 && double.IsFinite(Mu)))
        {
            throw new ArgumentOutOfRangeException(nameof(Mu), Mu, "'Mu' must be finite and at least 0.");
        }
    }
}
