using Gnn.Layers;

namespace Gnn.Training;

/// <summary>What trainers ask of a model.</summary>
internal static class ModelChecks
{
    /// <summary>The model as what a trainer trains.</summary>
    /// <param name="model">The model.</param>
    /// <param name="does">What such a model does, after "which".</param>
    internal static T As<T>(Module model, string does)
        where T : class =>
        model as T ?? throw new ArgumentException($"The model must be an {typeof(T).Name}, which {does}, got {model.GetType().Name}.", nameof(model));

    /// <summary>Refuses a model without parameters.</summary>
    internal static void HasParameters(Module model)
    {
        if (!model.Parameters().Any())
        {
            throw new ArgumentException($"{model.GetType().Name} has no parameters to train: register them with AddParameter or AddModule.", nameof(model));
        }
    }
}
