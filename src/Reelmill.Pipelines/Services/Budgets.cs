namespace Reelmill.Pipelines.Services;

/// <summary>The names of the worker budgets that concurrent runs share.</summary>
internal static class Budgets
{
    /// <summary>Decoding, scoring and encoding.</summary>
    public const string Cpu = "cpu";

    /// <summary>Model inference.</summary>
    public const string Inference = "inference";

    /// <summary>Downloads.</summary>
    public const string Download = "download";
}
