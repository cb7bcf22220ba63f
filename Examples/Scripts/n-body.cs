// Predicts where five charged particles are a thousand steps later, by the protocol of Satorras, Hoogeboom and Welling, "E(n) equivariant graph neural networks",
// 2021. A short form runs in twenty seconds: dotnet run -c Release Examples/Scripts/n-body.cs
// The paper's: dotnet run -c Release Examples/Scripts/n-body.cs -- --train 3000 --validation 2000 --test 2000 --epochs 10000 --seed 1 --output n-body
// The output's n-body.csv has a line for each evaluation, and n-body.safetensors the parameters of the best one.
#:project ../../Training/Gnn.Training
#:property PublishAot=false

using System.Diagnostics;
using System.Globalization;
using Gnn.Graphs.Generators;
using Gnn.Layers;
using Gnn.Layers.Convolutions;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;
using Gnn.Training.Optimizers;

const int particles = 5;
const int dimensions = 3;
const int batchSize = 100;
const int testInterval = 5;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
int epochs = Option("--epochs", 40);
int seed = Option("--seed", 1);
string? output = args.SkipWhile(argument => argument != "--output").Skip(1).FirstOrDefault();

// The authors keep every hundredth step and start counting after the first hundred: their frames 30 and 40 are 31 and 41 here.
NBodyOptions system = NBodyOptions.Charged with { ParticleCount = particles, Dimensions = dimensions, BoxSize = null, FrameCount = 42 };
Samples train = Simulate("train", Option("--train", 1000));
Samples validation = Simulate("validation", Option("--validation", 200));
Samples test = Simulate("test", Option("--test", 200));
Console.WriteLine($"{train.Count} systems to train, {validation.Count} to validate, {test.Count} to test");
Console.WriteLine($"straight lines have a test error of {train.LinearError(test):0.0000}");

var random = new RandomSource(seed);
using var model = new Egnn(inputs: 1, hidden: 64, random, layers: 4, new EgnnOptions { EdgeFeatures = 2, Velocities = true });
using var optimizer = new Adam(learningRate: 5e-4, weightDecay: 1e-12);
optimizer.Attach(model.ParameterGroups());
var structures = new Dictionary<int, SparseStructure>();
(double Validation, double Test, int Epoch) best = (double.PositiveInfinity, double.PositiveInfinity, 0);
using StreamWriter? log = output is null ? null : new StreamWriter(output + ".csv") { AutoFlush = true };
log?.WriteLine("epoch,train,validation,test,best epoch,test at best,seconds");
var clock = Stopwatch.StartNew();
for (int epoch = 1; epoch <= epochs; epoch++)
{
    double error = TrainEpoch(random.Stream("order").Stream((ulong)epoch).Sequence().Permutation(train.Count));
    if (epoch % testInterval == 0 || epoch == epochs)
    {
        (double onValidation, double onTest) = (Evaluate(validation), Evaluate(test));
        if (onValidation < best.Validation)
        {
            best = (onValidation, onTest, epoch);
            if (output is not null)
            {
                model.SaveParameters(output + ".safetensors");
            }
        }

        Console.WriteLine(
            $"epoch {epoch}: train {error:0.00000}, validation {onValidation:0.00000}, test {onTest:0.00000}, {clock.Elapsed.TotalSeconds / epoch:0.00} s an epoch");
        log?.WriteLine($"{epoch},{error:R},{onValidation:R},{onTest:R},{best.Epoch},{best.Test:R},{clock.Elapsed.TotalSeconds:0}");
    }
}

Console.WriteLine($"best epoch {best.Epoch} with a validation error of {best.Validation:0.00000}");
Console.WriteLine($"test error {best.Test:0.00000}");

double TrainEpoch(int[] order)
{
    double sum = 0;
    for (int first = 0; first + batchSize <= order.Length; first += batchSize)
    {
        using var scope = new TensorScope();
        Tensor loss = Error(ForwardContext.ForTraining(default, scope), train, order.AsSpan(first, batchSize));
        loss.Backward();
        optimizer.Step();
        optimizer.ClearGradients();
        sum += loss.Item();
    }

    return sum / (order.Length / batchSize);
}

double Evaluate(Samples samples)
{
    using NoGrad inference = NoGrad.Open();
    int[] order = [.. Enumerable.Range(0, samples.Count)];
    double sum = 0;
    for (int first = 0; first < order.Length; first += batchSize)
    {
        using var scope = new TensorScope();
        Span<int> batch = order.AsSpan(first, Math.Min(batchSize, order.Length - first));
        sum += Error(ForwardContext.Inference, samples, batch).Item() * batch.Length;
    }

    return sum / samples.Count;
}

// The mean square of the coordinates' errors. Every batch is one graph, and all of a size share one structure.
Tensor Error(in ForwardContext context, Samples samples, ReadOnlySpan<int> batch)
{
    if (!structures.TryGetValue(batch.Length, out SparseStructure? structure))
    {
        structures[batch.Length] = structure = CompleteGraphs(batch.Length);
    }

    using Adjacency adjacency = model.Prepare(structure, samples.Edges.Of(batch));
    EgnnState end = model.Forward(context, new EgnnState(samples.Speeds.Of(batch), samples.Positions.Of(batch), samples.Velocities.Of(batch)), adjacency);
    return (end.Positions - samples.Targets.Of(batch)).Square().Mean();
}

static SparseStructure CompleteGraphs(int count)
{
    (int Target, int Source)[] edges =
    [
        .. from first in Enumerable.Range(0, count).Select(graph => graph * particles)
           from target in Enumerable.Range(first, particles)
           from source in Enumerable.Range(first, particles)
           where source != target
           select (target, source),
    ];
    int nodes = count * particles;
    return SparseStructure.FromEdges(nodes, nodes, Array.ConvertAll(edges, edge => edge.Target), Array.ConvertAll(edges, edge => edge.Source));
}

Samples Simulate(string name, int count) => new(NBody.Simulate(system, count, new RandomSource(seed: 43).Stream(name)));

int Option(string name, int otherwise) =>
    args.SkipWhile(argument => argument != name).Skip(1).FirstOrDefault() is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

// Rows of a table that belong to systems, so many to each.
internal sealed record Table(int RowsOfOne, int Columns, float[] Values)
{
    public Tensor Of(ReadOnlySpan<int> systems)
    {
        int length = RowsOfOne * Columns;
        float[] rows = new float[systems.Length * length];
        for (int place = 0; place < systems.Length; place++)
        {
            Values.AsSpan(systems[place] * length, length).CopyTo(rows.AsSpan(place * length));
        }

        return Tensor.Create(rows, (systems.Length * RowsOfOne, Columns));
    }
}

// What is known of systems at the start, and where their particles are at the end.
internal sealed class Samples
{
    private const int Start = 31;
    private const int End = 41;

    public Samples(IReadOnlyList<NBodyTrajectory> trajectories)
    {
        Count = trajectories.Count;
        int nodes = trajectories.Count == 0 ? 0 : trajectories[0].Options.ParticleCount;
        int axes = trajectories.Count == 0 ? 0 : trajectories[0].Options.Dimensions;
        Positions = Make(nodes, axes, one => Frame(one.Positions, Start, nodes * axes));
        Velocities = Make(nodes, axes, one => Frame(one.Velocities, Start, nodes * axes));
        Targets = Make(nodes, axes, one => Frame(one.Positions, End, nodes * axes));
        Speeds = Make(nodes, 1, one => SpeedsOf(Frame(one.Velocities, Start, nodes * axes), axes));
        Edges = Make(nodes * (nodes - 1), 2, one => EdgesOf(one, Frame(one.Positions, Start, nodes * axes), nodes, axes));

        Table Make(int rows, int columns, Func<NBodyTrajectory, float[]> of) => new(rows, columns, [.. trajectories.SelectMany(of)]);
    }

    public int Count { get; }

    public Table Positions { get; }

    public Table Velocities { get; }

    public Table Targets { get; }

    public Table Speeds { get; }

    public Table Edges { get; }

    // The error of x + t v on other samples, with the t that is best on these.
    public double LinearError(Samples others)
    {
        double products = 0;
        double squares = 0;
        for (int i = 0; i < Positions.Values.Length; i++)
        {
            products += (double)Velocities.Values[i] * (Targets.Values[i] - Positions.Values[i]);
            squares += (double)Velocities.Values[i] * Velocities.Values[i];
        }

        double error = 0;
        for (int i = 0; i < others.Positions.Values.Length; i++)
        {
            error += Math.Pow(others.Positions.Values[i] + (products / squares * others.Velocities.Values[i]) - others.Targets.Values[i], 2);
        }

        return error / others.Positions.Values.Length;
    }

    private static float[] Frame(ReadOnlySpan<double> values, int frame, int length) =>
        Array.ConvertAll(values.Slice(frame * length, length).ToArray(), value => (float)value);

    private static float[] SpeedsOf(float[] velocities, int axes) => [.. velocities.Chunk(axes).Select(vector => MathF.Sqrt(vector.Sum(value => value * value)))];

    // The product of the charges and the squared distance, target by target.
    private static float[] EdgesOf(NBodyTrajectory one, float[] positions, int nodes, int axes)
    {
        var features = new List<float>();
        for (int target = 0; target < nodes; target++)
        {
            for (int source = 0; source < nodes; source++)
            {
                if (source != target)
                {
                    float square = 0;
                    for (int axis = 0; axis < axes; axis++)
                    {
                        float difference = positions[(target * axes) + axis] - positions[(source * axes) + axis];
                        square += difference * difference;
                    }

                    features.Add((float)one.Interactions[(target * nodes) + source]);
                    features.Add(square);
                }
            }
        }

        return [.. features];
    }
}
