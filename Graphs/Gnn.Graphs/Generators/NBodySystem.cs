using Gnn.Tensors;

namespace Gnn.Graphs.Generators;

/// <summary>One system of particles while it is simulated.</summary>
internal sealed class NBodySystem
{
    // Two charges at one point would push each other to infinity; this much is added to their squared distance.
    private const double Softening = 1e-12;

    private readonly NBodyOptions _options;
    private readonly double[] _positions;
    private readonly double[] _velocities;
    private readonly double[] _forces;
    private readonly double[] _interactions;
    private readonly double[] _charges;

    public NBodySystem(NBodyOptions options, RandomSource source)
    {
        _options = options;
        int particles = options.ParticleCount;
        int dimensions = options.Dimensions;
        _positions = new double[particles * dimensions];
        _velocities = new double[_positions.Length];
        _forces = new double[_positions.Length];
        _interactions = new double[particles * particles];
        _charges = new double[particles];
        source.Stream("positions").FillNormal(_positions, 0, 0, options.PositionDeviation);
        source.Stream("velocities").FillNormal(_velocities, 0, 0, 1);
        for (int i = 0; i < particles; i++)
        {
            ScaleTo(_velocities.AsSpan(i * dimensions, dimensions), options.InitialSpeed);
        }

        DrawInteractions(source.Stream("interactions").Sequence());
        foreach (ref double position in _positions.AsSpan())
        {
            double unused = 0;
            Reflect(ref position, ref unused);
        }
    }

    public NBodyTrajectory Run()
    {
        double[] positions = new double[_options.FrameCount * _positions.Length];
        double[] velocities = new double[positions.Length];
        ComputeForces();
        for (int frame = 0; frame < _options.FrameCount; frame++)
        {
            for (int step = 0; frame > 0 && step < _options.StepsPerFrame; step++)
            {
                Step();
            }

            _positions.CopyTo(positions, frame * _positions.Length);
            _velocities.CopyTo(velocities, frame * _velocities.Length);
        }

        return new NBodyTrajectory(_options, positions, velocities, _interactions, _charges);
    }

    private static void ScaleTo(Span<double> vector, double length)
    {
        double square = 0;
        foreach (double value in vector)
        {
            square += value * value;
        }

        foreach (ref double value in vector)
        {
            value *= square > 0 ? length / Math.Sqrt(square) : 0;
        }
    }

    private void DrawInteractions(RandomSequence random)
    {
        int particles = _options.ParticleCount;
        bool isCharge = _options.Force == NBodyForce.Charge;
        for (int i = 0; isCharge && i < particles; i++)
        {
            _charges[i] = random.NextInt32(2) == 0 ? 1 : -1;
        }

        for (int i = 0; i < particles; i++)
        {
            for (int j = i + 1; j < particles; j++)
            {
                double acts = isCharge ? _charges[i] * _charges[j] : random.NextDouble() < _options.SpringProbability ? 1 : 0;
                _interactions[(i * particles) + j] = acts;
                _interactions[(j * particles) + i] = acts;
            }
        }
    }

    private void Step()
    {
        double half = _options.StepSize / 2;
        for (int k = 0; k < _positions.Length; k++)
        {
            _velocities[k] += half * _forces[k];
            _positions[k] += _options.StepSize * _velocities[k];
            Reflect(ref _positions[k], ref _velocities[k]);
        }

        ComputeForces();
        for (int k = 0; k < _positions.Length; k++)
        {
            _velocities[k] += half * _forces[k];
        }
    }

    private void Reflect(ref double position, ref double velocity)
    {
        if (_options.BoxSize is not { } size || Math.Abs(position) <= size)
        {
            return;
        }

        // However far beyond a wall: places repeat every four sizes, and run backwards from a wall to the one opposite.
        double beyond = Math.IEEERemainder(position - size, 4 * size);
        velocity = beyond > 0 ? -velocity : velocity;
        position = size - Math.Abs(beyond);
    }

    private void ComputeForces()
    {
        Array.Clear(_forces);
        int particles = _options.ParticleCount;
        int dimensions = _options.Dimensions;
        for (int i = 0; i < particles; i++)
        {
            for (int j = i + 1; j < particles; j++)
            {
                double acts = _interactions[(i * particles) + j];
                if (acts != 0)
                {
                    double scale = _options.Strength * (_options.Force == NBodyForce.Spring ? -1 : acts / CubedDistance(i, j));
                    for (int k = 0; k < dimensions; k++)
                    {
                        double force = scale * (_positions[(i * dimensions) + k] - _positions[(j * dimensions) + k]);
                        force = Math.Clamp(force, -_options.MaxForce, _options.MaxForce);
                        _forces[(i * dimensions) + k] += force;
                        _forces[(j * dimensions) + k] -= force;
                    }
                }
            }
        }
    }

    private double CubedDistance(int i, int j)
    {
        int dimensions = _options.Dimensions;
        double square = Softening;
        for (int k = 0; k < dimensions; k++)
        {
            double difference = _positions[(i * dimensions) + k] - _positions[(j * dimensions) + k];
            square += difference * difference;
        }

        return square * Math.Sqrt(square);
    }
}
