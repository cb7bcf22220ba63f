using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;

namespace Gnn.Tests.Tensors;

/// <content>Operations over the entries of a sparse matrix with duplicates, a hub, and rows and columns without entries.</content>
internal static partial class GradientCases
{
    private const int TargetCount = 6;
    private const int SourceCount = 5;
    private const int EntryCount = 17;

    private static readonly RandomEdges Edges = RandomGraphs.Bipartite(TargetCount, SourceCount, EntryCount, seed: 6);
    private static readonly SparseStructure Narrow = Edges.ToStructure(isWide: false);
    private static readonly SparseStructure Square = RandomGraphs.Create(SourceCount, EntryCount, seed: 7).ToStructure(isWide: false);
    private static readonly SparseStructure Wide = Edges.ToStructure(isWide: true);

    private static IEnumerable<GradientCase> Products()
    {
        foreach ((SparseStructure structure, bool transposed, string how) in Directions())
        {
            foreach (Reduction reduction in Enum.GetValues<Reduction>())
            {
                int columns = transposed ? TargetCount : SourceCount;
                string name = $"SpMM {reduction}{how}";
                yield return new GradientCase(
                    name, x => Tensor.SpMM(structure, null, x[0], reduction, transposed), Grid((columns, 3)));
                foreach (Shape values in (Shape[])[EntryCount, (EntryCount, 1), (EntryCount, 3)])
                {
                    yield return new GradientCase(
                        $"{name}, values {values}", x => Tensor.SpMM(structure, x[1], x[0], reduction, transposed), Grid((columns, 6)), Positive(values));
                }
            }
        }

        yield return new GradientCase(
            "SumWithSelf", x => Tensor.SumWithSelf(Narrow, x[0], x[1], x[2]), Grid((SourceCount, 3)), Grid((TargetCount, 3)), Grid(1));
        yield return new GradientCase("SumWithSelf, x its own self", x => Tensor.SumWithSelf(Square, x[0], x[0], x[1]), Grid((SourceCount, 3)), Grid((1, 1)));
        yield return new GradientCase("SpMM of an adjacency", x => SpMMOfAdjacency(x[0]), Grid((SourceCount, 2)));
        yield return new GradientCase("Sparse features", x => SparseFeatures(x[0], x[1]), Grid(EntryCount), Grid((3, SourceCount)));
        yield return new GradientCase("SparseTensor.ToDense", x => Densified(x[0]), Grid(EntryCount));
    }

    private static IEnumerable<GradientCase> Entries()
    {
        foreach (EntryOperation operation in Enum.GetValues<EntryOperation>())
        {
            yield return new GradientCase(
                $"Sddmm {operation}", x => Tensor.Sddmm(Narrow, operation, x[0], x[1]), Grid((TargetCount, 6)), Grid((SourceCount, 6)));
            yield return new GradientCase(
                $"Sddmm {operation}, wide", x => Tensor.Sddmm(Wide, operation, x[0], x[1]), Grid((TargetCount, 2)), Grid((SourceCount, 2)));
        }

        yield return new GradientCase(
            "Sddmm Dot, 3 heads", x => Tensor.Sddmm(Narrow, EntryOperation.Dot, x[0], x[1], heads: 3), Grid((TargetCount, 6)), Grid((SourceCount, 6)));
        foreach (Shape scores in (Shape[])[EntryCount, (EntryCount, 1), (EntryCount, 3)])
        {
            yield return new GradientCase($"EdgeSoftmax {scores}", x => Tensor.EdgeSoftmax(Narrow, x[0]), Grid(scores));
            yield return new GradientCase($"EdgeSoftmax {scores}, wide", x => Tensor.EdgeSoftmax(Wide, x[0]), Grid(scores));
        }

        foreach (int heads in new[] { 1, 2, 3 })
        {
            yield return new GradientCase($"PairWalks of {heads}", x => Tensor.PairWalks(Square, x[0] * 0.3, [0, SourceCount], 4), Positive((EntryCount, heads)));
        }

        foreach ((SparseStructure structure, bool transposed, string how) in Directions())
        {
            foreach (Reduction reduction in Enum.GetValues<Reduction>())
            {
                yield return new GradientCase(
                    $"SegmentReduce {reduction}{how}", x => Tensor.SegmentReduce(structure, x[0], reduction, transposed), Grid((EntryCount, 3)));
            }

            int rows = transposed ? SourceCount : TargetCount;
            yield return new GradientCase($"ExpandRows{how}", x => Tensor.ExpandRows(structure, x[0], transposed), Grid((rows, 3)));
            yield return new GradientCase($"DivideByRowLength{how}", x => Tensor.DivideByRowLength(structure, x[0], transposed), Grid((rows, 3)));
        }
    }

    private static IEnumerable<GradientCase> Blocks()
    {
        foreach (int size in new[] { 1, 2, 3 })
        {
            foreach ((SparseStructure structure, bool transposed, string how) in Directions())
            {
                int columns = transposed ? TargetCount : SourceCount;
                yield return new GradientCase(
                    $"BlockSpMM of {size}{how}",
                    x => Tensor.BlockSpMM(structure, x[0], x[1], size, transposed),
                    Grid((EntryCount, size * size)),
                    Grid((columns, 2 * size), stream: 2));
            }

            foreach ((bool a, bool b) in new[] { (false, false), (true, false), (false, true), (true, true) })
            {
                yield return new GradientCase(
                    $"BlockMatMul of {size} {a} {b}", x => Tensor.BlockMatMul(x[0], x[1], size, a, b), Grid((4, size * size)), Grid((4, size * size), stream: 2));
            }
        }

        yield return new GradientCase("BlockMatMul, a block's square", x => Tensor.BlockMatMul(x[0], x[0], 2, transposeA: true), Grid((4, 4)));
    }

    private static IEnumerable<GradientCase> Sheaves()
    {
        foreach (int size in new[] { 2, 3 })
        {
            foreach (SheafMapForm form in Enum.GetValues<SheafMapForm>())
            {
                var options = new SheafMapOptions(form, size, HasTanh: size == 3, IsWeighted: form == SheafMapForm.Reflections && size == 3);
                Func<Tensor> ends = Grid((SourceCount, 2 * options.EndNumbers));
                yield return new GradientCase($"SheafProducts, {form} of {size}, products", x => Tensor.SheafProducts(Square, x[0], options, out _), ends);
                if (form != SheafMapForm.Reflections || options.IsWeighted)
                {
                    yield return new GradientCase($"SheafProducts, {form} of {size}, diagonal", x => Diagonal(x[0], options), ends);
                    yield return new GradientCase($"SheafProducts, {form} of {size}, both", x => Both(x[0], options), ends);
                }
            }

            yield return new GradientCase(
                $"BlockSymmetricSpMM of {size}",
                x => Tensor.BlockSymmetricSpMM(Square, x[0], x[1], size),
                Grid((EntryCount, size * size)),
                Grid((SourceCount, 2 * size), stream: 2));
            yield return new GradientCase(
                $"BlockInverseSqrt of {size}", x => Tensor.BlockInverseSqrt(Tensor.BlockMatMul(x[0], x[0], size, transposeA: true) + Unit(size, x[0].Engine), size), Grid((4, size * size)));
        }

        static Tensor Diagonal(Tensor ends, SheafMapOptions options)
        {
            Tensor.SheafProducts(Square, ends, options, out Tensor diagonal);
            return diagonal;
        }

        static Tensor Both(Tensor ends, SheafMapOptions options)
        {
            Tensor products = Tensor.SheafProducts(Square, ends, options, out Tensor diagonal);
            return products * diagonal.Tanh().Mean();
        }

        static Tensor Unit(int size, Engine engine)
        {
            double[] values = new double[size * size];
            for (int i = 0; i < size; i++)
            {
                values[i * (size + 1)] = 1;
            }

            return Tensor.Create(values, values.Length, engine);
        }
    }

    private static IEnumerable<GradientCase> Attentions()
    {
        foreach ((SparseStructure structure, string how) in ((SparseStructure, string)[])[(Narrow, ""), (Wide, ", wide")])
        {
            foreach (double dropout in new[] { 0, 0.4 })
            {
                yield return new GradientCase(
                    $"Attention, dropout {dropout}{how}",
                    x => Tensor.Attention(structure, x[0], x[1], x[2], 0.3, dropout, Source),
                    Grid((SourceCount, 2)),
                    Grid((TargetCount, 2), stream: 2),
                    Grid((SourceCount, 6)));
            }
        }

        foreach ((SparseStructure structure, string how) in ((SparseStructure, string)[])[(Narrow, ""), (Wide, ", wide")])
        {
            yield return new GradientCase(
                $"AdditiveScores{how}",
                x => Tensor.AdditiveScores(structure, x[0], x[1], x[2], negativeSlope: 0.3),
                Grid((SourceCount, 6)),
                Grid((TargetCount, 6), 0.0237, stream: 2),
                Grid((2, 3)));
            yield return new GradientCase(
                $"AdditiveScores of edges{how}",
                x => Tensor.AdditiveScores(structure, x[0], x[1], x[2], x[3], 0.3),
                Grid((SourceCount, 6)),
                Grid((TargetCount, 6), 0.0237, stream: 2),
                Grid((2, 3)),
                Grid((EntryCount, 6), 0.0171, stream: 3));
        }

        foreach ((SparseStructure structure, string how) in ((SparseStructure, string)[])[(Narrow, ""), (Wide, ", wide")])
        {
            yield return new GradientCase(
                $"EntryDots{how}", x => Tensor.EntryDots(structure, x[0], x[1]), Grid((TargetCount, 6)), Grid((EntryCount, 3), 0.0171, stream: 2));
            yield return new GradientCase(
                $"EntrySums{how}", x => Tensor.EntrySums(structure, x[0], x[1]), Grid((EntryCount, 2)), Grid((EntryCount, 3), 0.0171, stream: 2));
        }

        yield return new GradientCase(
            "Attention, falling slope",
            x => Tensor.Attention(Narrow, x[0], x[1], x[2], -0.3),
            Grid((SourceCount, 1)),
            Grid((TargetCount, 1), stream: 2),
            Grid((SourceCount, 3)));
    }

    private static IEnumerable<GradientCase> Composed()
    {
        yield return new GradientCase("x + x", x => x[0] + x[0], Grid((2, 3)));
        yield return new GradientCase("Diamond", x => Diamond(x[0]), Grid((2, 3)));
        yield return new GradientCase("Attention", x => Attention(x[0], x[1], x[2]), Grid((TargetCount, 6)), Grid((SourceCount, 6)), Grid(6));
        yield return new GradientCase(
            "Standardised columns", x => (x[0] - x[0].Mean(0, keepAxis: true)) * ((x[0] - x[0].Mean(0)).Square().Mean(0) + 0.1).InverseSqrt(), Grid((5, 3)));
    }

    private static IEnumerable<(SparseStructure Structure, bool Transposed, string How)> Directions() =>
        [(Narrow, false, ""), (Narrow, true, " transposed"), (Wide, false, " wide"), (Wide, true, " wide transposed")];

    private static Tensor Diamond(Tensor x)
    {
        Tensor shared = x.Tanh();
        return (shared.Exp() * shared) + (shared / (x.Square() + 1));
    }

    private static Tensor Attention(Tensor targets, Tensor sources, Tensor weight)
    {
        Tensor scores = (Tensor.Sddmm(Narrow, EntryOperation.Add, targets, sources) * weight).LeakyRelu(0.2).Reshape((EntryCount, 3, 2)).Sum(-1);
        return Tensor.SpMM(Narrow, Tensor.EdgeSoftmax(Narrow, scores), sources).Elu();
    }

    private static Tensor SpMMOfAdjacency(Tensor x)
    {
        using var adjacency = new Adjacency(Narrow, Tensor.Uniform((EntryCount, 2), Source, engine: x.Engine));
        return Tensor.SpMM(adjacency, x);
    }

    private static Tensor Densified(Tensor values)
    {
        using var matrix = new SparseTensor(Narrow, Tensor.Ones(EntryCount, values.Engine));
        return matrix.WithValues(values).ToDense();
    }

    private static Tensor SparseFeatures(Tensor values, Tensor weight)
    {
        using var features = new SparseTensor(Narrow, Tensor.Ones(EntryCount, values.Engine));
        return Features.FromSparse(features.WithValues(values)).Dropout(0.3, Source).MatMulTransposed(weight);
    }
}
