namespace Reelmill.Vision.Images.Tensors;

/// <summary>How a picture of any shape is brought into a tensor of a fixed one.</summary>
public enum ImageFit
{
    /// <summary>The whole picture fills the whole tensor; its aspect is not kept.</summary>
    Stretch,

    /// <summary>The largest centred part of the picture that has the tensor's aspect fills the tensor.</summary>
    CenterCrop,

    /// <summary>The whole picture keeps its aspect in the top left of the tensor; the rest is padding.</summary>
    LetterboxTopLeft,
}
