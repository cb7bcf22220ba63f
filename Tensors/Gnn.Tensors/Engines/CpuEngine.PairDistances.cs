using Gnn.Tensors.Engines.Kernels;

namespace Gnn.Tensors.Engines;

public sealed unsafe partial class CpuEngine
{
    // Nanoseconds for a term of a distance, and of its gradients.
    private const double DistanceWork = 0.3;
    private const double DistanceGradientWork = 0.6;

    /// <inheritdoc/>
    public override EngineBuffer PairDistances(PairDistance distance, in BufferView a, in BufferView b, long groups)
    {
        var sizes = new PairSizes(distance, a.Shape, b.Shape, groups);
        HostBuffer buffer = NewFloats(sizes.Pairs, out float* y);
        switch (distance)
        {
            case PairDistance.Manhattan:
                Run<PairForms.Manhattan>(a, b, sizes, y);
                break;
            case PairDistance.Euclidean:
                Run<PairForms.Euclidean>(a, b, sizes, y);
                break;
            default:
                Run<PairForms.Modulus>(a, b, sizes, y);
                break;
        }

        return buffer;

        void Run<TForm>(in BufferView a, in BufferView b, in PairSizes sizes, float* y)
            where TForm : struct, IPairForm
        {
            var job = new PairDistancesJob<TForm> { A = Floats(a), B = Floats(b), Y = y, Sizes = sizes };
            RunVectors(job, job.Chunks, sizes.Pairs * (2 + (sizes.Coordinates * DistanceWork)));
        }
    }

    /// <inheritdoc/>
    public override EngineBuffer PairDistancesGradient(
        PairDistance distance, in BufferView a, in BufferView b, long groups, in BufferView distances, in BufferView gradient, out EngineBuffer toB)
    {
        var sizes = new PairSizes(distance, a.Shape, b.Shape, groups);
        HostBuffer buffer = sizes.Candidates == 0 ? NewZeros(a.Count, out float* toRows) : NewFloats(a.Count, out toRows);
        toB = NewFloats(b.Count, out float* toCandidates);
        switch (distance)
        {
            case PairDistance.Manhattan:
                Run<PairForms.Manhattan>(a, b, sizes, Floats(gradient), toRows, toCandidates);
                break;
            case PairDistance.Euclidean:
                EngineBuffer inverse = InverseOf(distances);
                EngineBuffer weights = Next(inverse, Binary(BinaryOperation.Multiply, new BufferView(inverse, 0, gradient.Shape), gradient, gradient.Shape));
                Run<PairForms.Euclidean>(a, b, sizes, (float*)((HostBuffer)weights).Pointer, toRows, toCandidates);
                weights.Release();
                break;
            default:
                Run<PairForms.Modulus>(a, b, sizes, Floats(gradient), toRows, toCandidates);
                break;
        }

        return buffer;

        void Run<TForm>(in BufferView a, in BufferView b, in PairSizes sizes, float* weights, float* toRows, float* toCandidates)
            where TForm : struct, IPairForm
        {
            var job = new PairDistancesGradientJob<TForm> { A = Floats(a), B = Floats(b), Weights = weights, ToA = toRows, ToB = toCandidates, Sizes = sizes };
            RunVectors(job, job.Chunks, sizes.Pairs * (2 + (sizes.Coordinates * DistanceGradientWork)));
        }
    }
}
