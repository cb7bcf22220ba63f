namespace Gnn.Training;

/// <summary>What a link predictor is trained by; s_p is the score of a link, s_n those of its negatives.</summary>
public enum LinkLoss
{
    /// <summary>The mean over links of <c>-log sigmoid(s_p)</c> and the mean over negatives of <c>-log(1 - sigmoid(s_n))</c>, added.</summary>
    BinaryCrossEntropy,

    /// <summary>The mean of <c>-log sigmoid(s_p - s_n)</c>: S. Rendle et al., "BPR: Bayesian Personalized Ranking from Implicit Feedback", 2009.</summary>
    Bpr,

    /// <summary>The mean of <c>max(0, margin - s_p + s_n)</c>.</summary>
    Margin,

    /// <summary>The mean over links of <c>-log(exp(s_p / t) / (exp(s_p / t) + sum of exp(s_n / t)))</c>, t being the temperature.</summary>
    Softmax,

    /// <summary>Cross-entropy in which a link's negatives weigh <c>softmax(t s_n)</c>, without a gradient: Z. Sun et al., "RotatE", ICLR 2019.</summary>
    SelfAdversarial,
}
