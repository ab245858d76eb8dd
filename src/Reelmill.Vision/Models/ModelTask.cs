namespace Reelmill.Vision.Models;

/// <summary>What a model is for.</summary>
public enum ModelTask
{
    /// <summary>It turns a picture into a vector.</summary>
    Embed,

    /// <summary>It finds things in a picture.</summary>
    Detect,

    /// <summary>It says what a picture shows.</summary>
    Classify,
}
