using Gnn.Graphs;
using Gnn.Graphs.Temporal;
using Gnn.Layers;
using Gnn.Layers.Temporal;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using Gnn.Tests.Layers.Convolutions;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Temporal;

/// <summary>The memory after every batch, in training, at the change to evaluation, and in evaluation, where each batch is taken in at once.</summary>
[TestFixture]
[Category("Golden")]
internal sealed class TgnMemoryGoldenTests
{
    private static IEnumerable<TestCaseData> Cases => [.. GoldenLayerCases.Of("tgn", "tgn_")];

    [TestCaseSource(nameof(Cases))]
    public void Memory_GoldenCase_HasItsStatesOutputsAndGradients(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        int nodes = golden.IntegerArgument("num_nodes", 0);
        TgnMemoryOptions options = new()
        {
            Aggregation = golden.Arguments.GetProperty("aggregator_module").GetString() == "LastAggregator" ? TgnAggregation.Last : TgnAggregation.Mean,
            FollowsPyTorchGeometric = true,
        };
        using var memory = new TgnMemory(
            golden.IntegerArgument("raw_msg_dim", 0), golden.IntegerArgument("memory_dim", 0), golden.IntegerArgument("time_dim", 0), new RandomSource(1), options);
        golden.LoadInto(memory);
        memory.MoveTo(engine);
        IReadOnlyDictionary<string, GoldenArray> inputs = golden.Inputs;
        using TemporalGraph bare = TemporalGraph.FromEvents(nodes, inputs["src"].ToInt32(), inputs["dst"].ToInt32(), inputs["t"].ToInt64());
        using TemporalGraph graph = bare.WithEventColumn(ColumnNames.EdgeFeatures, inputs["msg"].ToTensor(engine));
        using TgnState state = memory.CreateState(graph);
        int[] all = [.. Enumerable.Range(0, nodes)];
        foreach ((string mode, IReadOnlyDictionary<string, GoldenArray> step) in golden.Steps)
        {
            if (mode == "flush")
            {
                state.Write(memory.Forward(ForwardContext.Inference, state, all));
            }
            else
            {
                int[] events = step["events"].ToInt32();
                int[] asked = step["n_id"].ToInt32();
                if (mode == "train")
                {
                    TgnView view = memory.Forward(ForwardContext.ForTraining(new RandomSource(1)), state, asked);
                    Check(golden, step, view.Memory, view.LastUpdates);
                    state.Update(view, events[0], events[1] - events[0]);
                    (view.Memory * step["r"].ToTensor(engine)).Sum().Backward();
                }
                else
                {
                    long[] lastUpdates = Array.ConvertAll(asked, node => state.LastUpdates[node]);
                    Check(golden, step, state.Read(asked), lastUpdates);
                    int[] ends = [.. inputs["src"].ToInt32()[events[0]..events[1]].Concat(inputs["dst"].ToInt32()[events[0]..events[1]]).Distinct()];
                    state.Tell(events[0], events[1] - events[0]);
                    state.Write(memory.Forward(ForwardContext.Inference, state, ends), forgets: false);
                }
            }

            golden.AssertClose(step["memory"], state.Read(all), $"memory after {mode}");
            Assert.That(state.LastUpdates.ToArray(), Is.EqualTo(step["last_update"].ToInt64()), $"{golden}: last updates after {mode}");
        }

        golden.AssertParameterGradients(memory);
    }

    private static void Check(GoldenCase golden, IReadOnlyDictionary<string, GoldenArray> step, Tensor memory, ReadOnlySpan<long> lastUpdates)
    {
        golden.AssertClose(step["z"], memory, "z");
        Assert.That(lastUpdates.ToArray(), Is.EqualTo(step["z_last_update"].ToInt64()), $"{golden}: last updates of z");
    }
}
