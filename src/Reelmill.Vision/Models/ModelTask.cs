namespace Reelmill.Vision.Models;

/// <summary>The task of a model.</summary>
public enum ModelTask
{
    /// <summary>Computes an embedding of an image.</summary>
    Embed,

    /// <summary>Detects objects in an image.</summary>
    Detect,

    /// <summary>Classifies an image.</summary>
    Classify,
}
