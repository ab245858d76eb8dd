using System.Diagnostics.CodeAnalysis;
using Reelmill.Vision.Images.Tensors;

namespace Reelmill.Vision.Detection;

/// <summary>Something that a detector found.</summary>
/// <param name="Box">Where, in pixels of the picture.</param>
/// <param name="Class">Which of the detector's labels, from 0.</param>
/// <param name="Label">What it is, such as <c>person</c>.</param>
/// <param name="Score">How sure the detector is: 0..1.</param>
[SuppressMessage("Design", "MA0049:Type name should not match containing namespace", Justification = "A detection is what detection gives.")]
public readonly record struct Detection(Box Box, int Class, string Label, float Score);
