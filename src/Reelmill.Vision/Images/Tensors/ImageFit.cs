namespace Reelmill.Vision.Images.Tensors;

/// <summary>How an image of any aspect ratio is fitted into a tensor of fixed size.</summary>
public enum ImageFit
{
    /// <summary>The whole image is stretched to the tensor, ignoring the aspect ratio.</summary>
    Stretch,

    /// <summary>The largest centered crop with the aspect ratio of the tensor fills the tensor.</summary>
    CenterCrop,

    /// <summary>The whole image keeps its aspect ratio in the top left of the tensor; the rest is padding.</summary>
    LetterboxTopLeft,
}
