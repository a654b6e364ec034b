"""Classifiers: torchvision's ResNet and the usual CIFAR one, plain CNNs as tutorials have them, shrunken; run with python3-torch."""

import torch
import torch.nn.functional as F
from torch import nn

from golden import images, save, seeded


class Basic(nn.Module):
    def __init__(self, taken, given, stride, around):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(taken, given, 3, stride, 1, bias=False), nn.BatchNorm2d(given)
        self.conv2, self.bn2 = nn.Conv2d(given, given, 3, 1, 1, bias=False), nn.BatchNorm2d(given)
        self.around = around
        if stride != 1 or taken != given:
            setattr(self, around, nn.Sequential(nn.Conv2d(taken, given, 1, stride, bias=False), nn.BatchNorm2d(given)))

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        return F.relu(y + getattr(self, self.around, lambda value: value)(x))


class Bottleneck(nn.Module):
    def __init__(self, taken, given, stride, around):
        super().__init__()
        inner = given // 2
        self.conv1, self.bn1 = nn.Conv2d(taken, inner, 1, bias=False), nn.BatchNorm2d(inner)
        self.conv2, self.bn2 = nn.Conv2d(inner, inner, 3, stride, 1, bias=False), nn.BatchNorm2d(inner)
        self.conv3, self.bn3 = nn.Conv2d(inner, given, 1, bias=False), nn.BatchNorm2d(given)
        if stride != 1 or taken != given:
            setattr(self, around, nn.Sequential(nn.Conv2d(taken, given, 1, stride, bias=False), nn.BatchNorm2d(given)))
        self.around = around

    def forward(self, x):
        y = F.relu(self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x))))))
        return F.relu(self.bn3(self.conv3(y)) + getattr(self, self.around, lambda value: value)(x))


class ResNet(nn.Module):
    def __init__(self, channels, widths, counts, classes, block=Basic, large=True):
        super().__init__()
        self.large = large
        self.conv1 = nn.Conv2d(channels, widths[0], 7 if large else 3, 2 if large else 1, 3 if large else 1, bias=False)
        self.bn1 = nn.BatchNorm2d(widths[0])
        taken = widths[0]
        for stage, (given, count) in enumerate(zip(widths, counts)):
            blocks = []
            for index in range(count):
                stride = 2 if stage > 0 and index == 0 else 1
                blocks.append(block(taken, given, stride, 'downsample' if large else 'shortcut'))
                taken = given
            setattr(self, f'layer{stage + 1}', nn.Sequential(*blocks))
        setattr(self, 'fc' if large else 'linear', nn.Linear(taken, classes))

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        if self.large:
            x = F.max_pool2d(x, 3, 2, 1)
        for stage in (self.layer1, self.layer2, self.layer3, self.layer4):
            x = stage(x)
        return (self.fc if self.large else self.linear)(x.mean((2, 3)))


class Burn(nn.Module):
    """The CNN of Burn's PyTorch import example: no pooling, norm behind the ReLU of conv3 and behind the last layer."""

    def __init__(self, size, wide=4):
        super().__init__()
        self.conv1, self.conv2, self.conv3 = nn.Conv2d(1, 2, 3), nn.Conv2d(2, 3, 3), nn.Conv2d(3, wide, 3)
        self.norm1 = nn.BatchNorm2d(wide)
        self.fc1, self.fc2 = nn.Linear(wide * (size - 6) ** 2, 6), nn.Linear(6, 5)
        self.norm2 = nn.BatchNorm1d(5)

    def forward(self, x):
        x = self.norm1(F.relu(self.conv3(F.relu(self.conv2(F.relu(self.conv1(x)))))))
        return self.norm2(self.fc2(F.relu(self.fc1(x.flatten(1)))))


class LeNet(nn.Module):
    """PyTorch's CIFAR tutorial: two convolutions 5 x 5, each pooled."""

    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(3, 4, 5), nn.Conv2d(4, 5, 5)
        self.fc1, self.fc2, self.fc3 = nn.Linear(5 * 25, 12), nn.Linear(12, 10), nn.Linear(10, 10)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        return self.fc3(F.relu(self.fc2(F.relu(self.fc1(x.flatten(1))))))


class Vgg(nn.Sequential):
    """VGG's Sequential, whose numbers leave room where it pools; batch norm before ReLU, one score."""

    def __init__(self):
        super().__init__()
        layers = []
        for taken, given, pool in ((1, 3, False), (3, 4, True), (4, 5, False), (5, 6, True)):
            layers += [nn.Conv2d(taken, given, 3, padding=1), nn.BatchNorm2d(given), nn.ReLU()] + [nn.MaxPool2d(2)] * pool
        self.features = nn.Sequential(*layers)
        self.classifier = nn.Sequential(nn.Linear(6 * 6 * 5, 8), nn.ReLU(), nn.Dropout(), nn.Linear(8, 1))

    def forward(self, x):
        return self.classifier(self.features(x).flatten(1))


def make(name, model, height, width, gain=1.4, given=True):
    model = seeded(model, gain=gain)
    channels = next(model.parameters()).shape[1]
    x = images(4, channels, height, width, low=0.0)
    with torch.no_grad():
        y = model(x)
    scores = torch.sigmoid(y) if y.shape[1] == 1 else torch.softmax(y, 1)
    options = {'shapes': {'input': [1, channels, height, width]}} if given else None
    save(name, model.state_dict(), {'input': x}, {'logits': y, 'probabilities': scores}, options)


if __name__ == '__main__':
    make('classifier-resnet-40x24', ResNet(3, [4, 5, 6, 8], [2, 1, 1, 1], 10), 40, 24)
    make('classifier-resnet-bottleneck-32', ResNet(1, [4, 6, 8, 10], [1, 2, 1, 1], 3, Bottleneck), 32, 32, 0.9)
    make('classifier-cifar-16', ResNet(3, [4, 5, 6, 7], [1, 1, 1, 1], 4, large=False), 16, 16, 0.8)
    make('classifier-burn-28', Burn(28), 28, 28, given=False)
    make('classifier-lenet-32', LeNet(), 32, 32, given=False)
    make('classifier-vgg-24x20', Vgg(), 24, 20, 3.0)
