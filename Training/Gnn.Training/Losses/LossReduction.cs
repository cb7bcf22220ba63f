namespace Gnn.Training.Losses;

/// <summary>How the losses of single rows become one number.</summary>
public enum LossReduction
{
    /// <summary>The mean; weighted by the class weights where there are some.</summary>
    Mean,

    /// <summary>The sum.</summary>
    Sum,
}
