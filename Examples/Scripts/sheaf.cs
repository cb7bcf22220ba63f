// Sheaf diffusion where every link leads to another class, beside a GCN. Run it with: dotnet run -c Release Examples/Scripts/sheaf.cs
#:project ../../Training/Gnn.Training
#:property PublishAot=false

using Gnn.Graphs;
using Gnn.Graphs.Generators;
using Gnn.Graphs.Splits;
using Gnn.Layers.Models;
using Gnn.Layers.Sheaf;
using Gnn.Tensors;
using Gnn.Training;
using Gnn.Training.Optimizers;

// Four blocks of 150 nodes; links go between any two of them alike and never within one. Features tell a block, under noise that a mean over neighbours does not lift.
const int blocks = 4, blockSize = 150, featureCount = 16;
double[,] chances = new double[blocks, blocks];
for (int block = 0; block < blocks; block++)
{
    for (int other = 0; other < block; other++)
    {
        chances[block, other] = chances[other, block] = 0.03;
    }
}

int[] sizes = [.. Enumerable.Repeat(blockSize, blocks)];
using Graph links = StochasticBlockModel.Create(sizes, chances, new RandomSource(seed: 1));
double[] means = new double[blocks * blockSize * featureCount];
for (int node = 0; node < blocks * blockSize; node++)
{
    means[(node * featureCount) + (node / blockSize)] = 2.5;
}

using Tensor noise = Tensor.Normal((blocks * blockSize, featureCount), new RandomSource(seed: 2));
using Tensor centers = Tensor.Create(means, noise.Shape);
using Tensor features = noise + centers;
using Graph graph = links.WithFeatures(features);
NodeSplit split = NodeSplit.ByShare(graph, trainShare: 0.2, validationShare: 0.2, new RandomSource(seed: 1));

var options = new NeuralSheafDiffusionOptions { Sheaf = new SheafOptions { Form = SheafForm.Orthogonal, Stalk = 2 } };
using var sheaf = new NeuralSheafDiffusion(featureCount, hidden: 16, blocks, new RandomSource(seed: 1), layers: 2, dropout: 0.3, options);
using var gcn = new Gcn(featureCount, hidden: 32, blocks, new RandomSource(seed: 1), dropout: 0.3);
Console.WriteLine($"GCN {Train(gcn):0.0000}");
Console.WriteLine($"test accuracy {Train(sheaf):0.0000}");

double Train(GraphModel model)
{
    using var optimizer = new Adam(learningRate: 0.01, weightDecay: 5e-4);
    return new NodeClassificationTrainer(model, optimizer).Fit(graph, split, epochs: 150).Test.Accuracy;
}
