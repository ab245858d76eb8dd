namespace Reelmill.Pipelines.Services;

/// <summary>The budgets that stages count against, where runs share them.</summary>
internal static class Budgets
{
    /// <summary>Decoding, scoring and encoding.</summary>
    public const string Cpu = "cpu";

    /// <summary>Models.</summary>
    public const string Inference = "inference";

    /// <summary>Transfers from elsewhere.</summary>
    public const string Download = "download";
}
