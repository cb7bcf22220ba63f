using System.Runtime.Intrinsics;
using System.Text.Json;
using Gnn.Tensors.Engines.Kernels;
using Gnn.Tensors.Memory;
using Gnn.Training.Embeddings;
using NUnit.Framework;

namespace Gnn.Tests.Training.Embeddings;

[TestFixture]
internal sealed unsafe class SkipGramKernelsTests
{
    private const int Stride = 16;
    private const int ScoreStride = 16;

    /// <summary>PyTorch Geometric's loss of node2vec is the mean over positive pairs plus the mean over negative ones, both sides of a pair from one table.</summary>
    [Test]
    public void LossesAndSlopes_GoldenNode2Vec_AreThoseOfPyTorchGeometric()
    {
        string path = Path.Combine(TestContext.CurrentContext.TestDirectory, "Golden", "model_unsup.json");
        using JsonDocument file = JsonDocument.Parse(File.ReadAllText(path));
        JsonElement golden = file.RootElement.EnumerateArray().Single(each => each.GetProperty("name").GetString() == "node2vec");
        JsonElement weight = golden.GetProperty("params").GetProperty("embedding.weight");
        float[] table = Numbers(weight);
        float[] gradient = new float[table.Length];
        double loss = Windows(golden.GetProperty("inputs").GetProperty("pos_rw"), table, label: true, gradient)
            + Windows(golden.GetProperty("inputs").GetProperty("neg_rw"), table, label: false, gradient);

        // The file has a weighted sum of the outputs as its loss, and gradients of that.
        double expected = Numbers(golden.GetProperty("outputs").GetProperty("loss"))[0], factor = Numbers(golden.GetProperty("r").GetProperty("loss"))[0];
        float[] expectedGradient = Numbers(golden.GetProperty("grads").GetProperty("params").GetProperty("embedding.weight"));
        Assert.That(loss, Is.EqualTo(expected).Within(2e-6));
        Assert.That(gradient.Select(value => value * factor), Is.EqualTo(expectedGradient.Select(value => (double)value)).Within(2e-7));
    }

    [Test]
    public void Kernels_AllWidths_AgreeWithTheScalarOne([Values(1, 3, 4, 5, 21)] int rows, [Values(1, 2, 3, 13)] int targets, [Values(16, 48, 128, 272)] int stride)
    {
        float[] scalar = Run<LanesScalar, float>(rows, targets, stride);

        Assert.That(Run<Lanes128, Vector128<float>>(rows, targets, stride), Is.EqualTo(scalar).Within(1e-5f));
        Assert.That(Run<Lanes256, Vector256<float>>(rows, targets, stride), Is.EqualTo(scalar).Within(1e-5f));
        Assert.That(Run<Lanes512, Vector512<float>>(rows, targets, stride), Is.EqualTo(scalar).Within(1e-5f));
    }

    private static float[] Run<TLanes, TVector>(int rows, int targets, int stride)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        const int scoreStride = 32;
        using var x = new NativeArray<float>((rows + SkipGramKernels.TileRows) * stride);
        using var y = new NativeArray<float>((targets + SkipGramKernels.TileTargets) * stride);
        using var scores = new NativeArray<float>((targets + SkipGramKernels.TileTargets) * scoreStride);
        using var kept = new NativeArray<float>(scoreStride);
        scores.Span().Clear();
        for (int i = 0; i < x.Length; i++)
        {
            x.Pointer[i] = (float)Math.Sin(i) * 0.3f;
        }

        for (int i = 0; i < y.Length; i++)
        {
            y.Pointer[i] = (float)Math.Cos(2 * i) * 0.3f;
        }

        for (int r = 0; r < scoreStride; r++)
        {
            kept.Pointer[r] = r < rows && r != 2 ? 1 : 0;
        }

        SkipGramKernels.Scores<TLanes, TVector>(x.Pointer, rows, y.Pointer, targets, stride, scores.Pointer, scoreStride);
        var results = new List<float>();
        for (int t = 0; t < targets; t++)
        {
            float* slopes = scores.Pointer + (t * scoreStride);
            results.AddRange(new ReadOnlySpan<float>(slopes, rows));
            results.Add(TLanes.Sum(SkipGramKernels.Slopes<TLanes, TVector>(slopes, rows, kept.Pointer, t == 0, 0.5f)));
            results.AddRange(new ReadOnlySpan<float>(slopes, rows));
            SkipGramKernels.AddRows<TLanes, TVector>(y.Pointer + (t * stride), slopes, 1, x.Pointer, rows, stride);
        }

        SkipGramKernels.AddRows<TLanes, TVector>(x.Pointer, scores.Pointer, scoreStride, y.Pointer, targets, stride);
        results.AddRange(y.Span(0, targets * stride));
        results.AddRange(x.Span(0, stride));
        return [.. results];
    }

    /// <summary>The mean loss of windows whose first node is against each of the others; adds its slopes, with the sign of a gradient.</summary>
    private static double Windows(JsonElement windows, float[] table, bool label, float[] gradient)
    {
        int[] ids = [.. windows.GetProperty("data").EnumerateArray().Select(value => value.GetInt32())];
        int width = windows.GetProperty("shape")[1].GetInt32(), count = windows.GetProperty("shape")[0].GetInt32(), columns = table.Length / 8;
        int pairs = count * (width - 1);
        double loss = 0;
        using var x = new NativeArray<float>((width + SkipGramKernels.TileRows) * Stride);
        using var y = new NativeArray<float>(4 * Stride);
        using var scores = new NativeArray<float>(4 * ScoreStride);
        using var kept = new NativeArray<float>(ScoreStride);
        using var moved = new NativeArray<float>(Stride);
        for (int window = 0; window < count; window++)
        {
            x.Span().Clear();
            y.Span().Clear();
            scores.Span().Clear();
            kept.Span().Clear();
            ReadOnlySpan<int> nodes = ids.AsSpan(window * width, width);
            table.AsSpan(nodes[0] * columns, columns).CopyTo(y.Span());
            for (int r = 0; r < width - 1; r++)
            {
                table.AsSpan(nodes[r + 1] * columns, columns).CopyTo(x.Span()[(r * Stride)..]);
                kept.Pointer[r] = 1;
            }

            SkipGramKernels.Scores<Lanes128, Vector128<float>>(x.Pointer, width - 1, y.Pointer, 1, Stride, scores.Pointer, ScoreStride);
            Vector128<float> losses = SkipGramKernels.Slopes<Lanes128, Vector128<float>>(scores.Pointer, width - 1, kept.Pointer, label, 1f / pairs);
            loss += Lanes128.Sum(losses) / pairs;
            moved.Span().Clear();
            SkipGramKernels.AddRows<Lanes128, Vector128<float>>(moved.Pointer, scores.Pointer, 1, x.Pointer, width - 1, Stride);
            Subtract(gradient, nodes[0], moved.Span(), columns);
            for (int r = 0; r < width - 1; r++)
            {
                moved.Span().Clear();
                SkipGramKernels.AddRows<Lanes128, Vector128<float>>(moved.Pointer, scores.Pointer + r, ScoreStride, y.Pointer, 1, Stride);
                Subtract(gradient, nodes[r + 1], moved.Span(), columns);
            }
        }

        return loss;
    }

    private static void Subtract(float[] gradient, int node, ReadOnlySpan<float> moved, int columns)
    {
        for (int d = 0; d < columns; d++)
        {
            gradient[(node * columns) + d] -= moved[d];
        }
    }

    private static float[] Numbers(JsonElement tensor) => [.. tensor.GetProperty("data").EnumerateArray().Select(value => value.GetSingle())];
}
